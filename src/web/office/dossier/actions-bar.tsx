import { randomUUID } from 'node:crypto';
import { Button, Icon, late } from '../../ui/index.ts';
import { barOf } from '../act/registry.ts';
import type { ActPage } from '../act/types.ts';
import type { OpenDossier } from './open.ts';

/** Keys of the acts that come first at a desk. */
const KEY = 't';

/** What can be done now, at the foot of the page: one main act, a few others, the rare ones folded. */
export function ActionsBar({ view }: { view: OpenDossier }) {
  const { main, others, rare } = barOf(view);
  if (!main && others.length === 0 && rare.length === 0) return null;
  const quick = main?.quick?.(view) ?? null;
  // What is done by one click can also be done with a remark, on its page.
  const withRemark = main && quick ? [main] : [];
  const beside = [...withRemark, ...others].map((one) => ({
    ...one,
    href: hrefOf(view, one),
    label: one === main && one.label === quick?.label ? `${one.label} kèm ý kiến` : one.label,
  }));
  return (
    <div class="actions" role="region" aria-label="Thao tác với hồ sơ">
      {main && quick && <QuickButton view={view} act={main} quick={quick} />}
      {main && !quick && (
        <a class="btn btn--main" href={hrefOf(view, main)} data-key={KEY}>
          <Icon name={main.icon} />
          {main.label} <kbd class="only-wide">{KEY.toUpperCase()}</kbd>
        </a>
      )}
      {beside.map((one) => (
        <a class={one.stop ? 'btn btn--stop only-wide' : 'btn only-wide'} href={one.href}>
          <Icon name={one.icon} />
          {one.label}
        </a>
      ))}
      {beside.length + rare.length > 0 && (
        <details class={`site-menu site-menu--on more${rare.length === 0 ? ' only-phone' : ''}`}>
          <summary class="btn btn--quiet">
            Việc khác <Icon name="chevron-down" />
          </summary>
          <div>
            {beside.map((one) => (
              <a class="only-phone" href={one.href}>
                <Icon name={one.icon} />
                {one.label}
              </a>
            ))}
            {rare.map((one) => (
              <a href={hrefOf(view, one)}>
                <Icon name={one.icon} />
                {one.label}
              </a>
            ))}
          </div>
        </details>
      )}
    </div>
  );
}

function QuickButton(props: {
  view: OpenDossier;
  act: ActPage;
  quick: { label: string; fields: Record<string, string> };
}) {
  const { view, act, quick } = props;
  const fields = { ...quick.fields, key: late(randomUUID), revision: String(view.dossier.revision) };
  return (
    <form method="post" action={hrefOf(view, act)}>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Button weight="main" icon={act.icon} data-key={KEY}>
        {quick.label} <kbd class="only-wide">{KEY.toUpperCase()}</kbd>
      </Button>
    </form>
  );
}

const hrefOf = (view: OpenDossier, act: ActPage): string => `/mot-cua/ho-so/${view.dossier.id}/${act.slug}`;
