import { formatDateTime } from '../../../core/dates.ts';
import type { AdminUnits, Catalogues, Fault } from '../../../core/form/index.ts';
import type { OpenForm } from '../../../modules/forms/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import type { Start } from '../../islands/form-builder/app.tsx';
import { Builder, isEmpty } from '../../islands/form-builder/builder.tsx';
import type { Fields } from '../../islands/form-builder/fields.ts';
import type { Around } from '../../islands/form-builder/panel.tsx';
import { ErrorSummary, LinkButton, Tag, usePage, type IconName } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { StaleNote } from '../parts.tsx';
import type { TurnedBack } from '../request.ts';
import { FORMS, formPath } from './paths.ts';

/** Drawn by the builder in the browser only, so the page must bring their drawings along. */
const LATER: IconName[] = [
  'grip-vertical',
  'circle-x',
  'circle-check',
  'circle-alert',
  'triangle-alert',
  'circle-question-mark',
  'plus',
  'trash-2',
  'info',
  'paperclip',
];

export interface BuilderPageProps {
  desk: Desk;
  form: OpenForm;
  place: string;
  faults: readonly Fault[];
  fields: Fields;
  turnedBack?: TurnedBack;
  around: Around;
  catalogues: Catalogues;
  adminUnits: AdminUnits;
  today: string;
}

/** The builder; it works as plain pages, and in the browser every change shows and saves by itself. */
export function BuilderPage(props: BuilderPageProps) {
  const { desk, form, turnedBack, place, around, catalogues, adminUnits, today } = props;
  const { code, definition, published, draft, revision } = form;
  const { csrfToken, icons } = usePage();
  for (const name of LATER) icons.add(name);
  const start: Start = {
    code,
    definition,
    place,
    revision,
    token: csrfToken,
    around,
    catalogues,
    today,
    published: published?.definition ?? null,
    provinces: adminUnits.provinces.map(({ code: unit, name }) => ({ code: unit, name })),
    savedAt: draft ? formatDateTime(draft.updatedAt) : undefined,
  };
  const errors = Object.fromEntries(
    (turnedBack?.errors ?? []).flatMap((one) =>
      one.field ? [[one.field.replace(/^m-/, ''), one.text]] : [],
    ),
  );
  return (
    <AdminFrame
      desk={desk}
      title={`Soạn: ${definition.title}`}
      active={FORMS}
      failed={turnedBack !== undefined}
      scripts={turnedBack ? [] : ['form-builder.js']}
      breadcrumbs={[
        { label: 'Biểu mẫu', href: FORMS },
        { label: definition.title, href: formPath(code) },
        { label: 'Soạn' },
      ]}
      heading={
        <div>
          <h1>{definition.title}</h1>
          <p class="muted sm">
            <span class="code">{code}</span> {draft ? <Tag>Bản nháp</Tag> : <Tag>Chưa sửa</Tag>}{' '}
            {published ? `Đang dùng bản ${published.version}` : 'Chưa công bố'}
          </p>
        </div>
      }
      actions={
        <>
          <LinkButton href={formPath(code)} weight="quiet" icon="history">
            Các bản
          </LinkButton>
          <LinkButton href={formPath(code, 'xem-truoc')} icon="eye">
            Xem trước
          </LinkButton>
          <LinkButton href={formPath(code, 'cong-bo')} weight="main">
            Công bố…
          </LinkButton>
        </>
      }
    >
      {turnedBack?.stale ? (
        <div class="mb-4">
          <StaleNote stale={turnedBack.stale} href={formPath(code, 'sua')} />
        </div>
      ) : (
        turnedBack && (
          <div class="mb-4">
            <ErrorSummary errors={turnedBack.errors} />
          </div>
        )
      )}
      <div data-builder={turnedBack ? undefined : JSON.stringify(start)}>
        <Builder
          code={code}
          definition={definition}
          place={place}
          revision={turnedBack?.stale ? revision : form.revision}
          token={csrfToken}
          faults={props.faults}
          undo={draft?.body.undo?.what}
          openPalette={isEmpty(definition)}
          fields={props.fields}
          errors={errors}
          around={around}
          catalogues={catalogues}
          adminUnits={adminUnits}
          today={today}
        />
      </div>
    </AdminFrame>
  );
}
