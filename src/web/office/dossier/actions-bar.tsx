import { randomUUID } from 'node:crypto';
import { Button, Icon, LinkButton } from '../../ui/index.ts';
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
  return (
    <div class="actions" role="region" aria-label="Thao tác với hồ sơ">
      {main && quick && <QuickButton view={view} act={main} quick={quick} />}
      {main && !quick && (
        <a class="btn btn--main" href={hrefOf(view, main)} data-key={KEY}>
          <Icon name={main.icon} />
          {main.label} <kbd class="only-wide">{KEY.toUpperCase()}</kbd>
        </a>
      )}
      {main && quick && (
        <LinkButton href={hrefOf(view, main)} icon={main.icon}>
          {main.label === quick.label ? `${main.label} kèm ý kiến` : main.label}
        </LinkButton>
      )}
      {others.map((one) => (
        <LinkButton href={hrefOf(view, one)} icon={one.icon} weight={one.stop ? 'stop' : 'normal'}>
          {one.label}
        </LinkButton>
      ))}
      {rare.length > 0 && (
        <details class="site-menu site-menu--on more">
          <summary class="btn btn--quiet">
            Việc khác <Icon name="chevron-down" />
          </summary>
          <div>
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
  const fields = { ...quick.fields, key: randomUUID(), revision: String(view.dossier.revision) };
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
