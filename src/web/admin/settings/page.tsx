import type { ComponentChildren, ComponentProps } from 'preact';
import { formatDateTime } from '../../../core/dates.ts';
import type { ChangeRow, StaleEdit } from '../../../modules/configuration/index.ts';
import {
  SETTING_CHOICES,
  SETTING_LABELS,
  SETTING_TITLES,
  type SettingKey,
} from '../../../modules/settings/index.ts';
import type { Desk } from '../../office/desk-of.ts';
import { Button, CsrfField, ErrorSummary, SelectField, TextField, type FormError } from '../../ui/index.ts';
import { AdminFrame } from '../frame.tsx';
import { SectionNav, SeenField, StaleNote } from '../parts.tsx';
import type { Typed } from './typed.ts';

/** One setting as its form shows it. */
export interface Section {
  key: SettingKey;
  /** null: as it was installed. */
  last: ChangeRow | null;
  values: Typed;
  errors: FormError[];
}

export interface SettingsProps {
  desk: Desk;
  sections: Record<SettingKey, Section>;
  errors: FormError[];
  stale?: StaleEdit;
}

const PATH = '/quan-tri/tham-so';

/** Settings in groups, each with its own form, what it affects and since when it holds. */
export function SettingsPage({ desk, sections, errors, stale }: SettingsProps) {
  return (
    <AdminFrame
      desk={desk}
      title="Tham số vận hành"
      active={PATH}
      failed={errors.length > 0}
      sub="Những điều cả tỉnh dùng chung; lưu là áp dụng ngay, lấy lại bản trước được ở Nhật ký"
    >
      <div class="admin-split">
        <SectionNav
          label="Các nhóm tham số"
          items={Object.values(sections).map(({ key }) => ({
            href: `#${key}`,
            label: SETTING_TITLES[key],
          }))}
        />
        <div class="stack">
          {stale ? <StaleNote stale={stale} href={PATH} /> : <ErrorSummary errors={errors} />}
          <SiteForm section={sections.site} />
          <TimeRulesForm section={sections['time-rules']} />
          <DossierCodeForm section={sections['dossier-code']} />
        </div>
      </div>
    </AdminFrame>
  );
}

function SettingForm(props: {
  section: Section;
  what: ComponentChildren;
  running: ComponentChildren;
  children: ComponentChildren;
}) {
  const { section, what, running, children } = props;
  const { key, last } = section;
  const title = SETTING_TITLES[key];
  return (
    <form class="card stack" id={key} method="post" action={`${PATH}/${key}`} aria-label={title} novalidate>
      <CsrfField />
      <SeenField seen={last?.id ?? 0} />
      <div>
        <h2>{title}</h2>
        <p class="muted sm">{what}</p>
      </div>
      {children}
      <p class="sm">
        <b>Hồ sơ đang chạy:</b> {running}
      </p>
      <div class="row">
        <Button>Lưu {title[0]!.toLocaleLowerCase('vi') + title.slice(1)}</Button>
        <span class="sm muted">
          {last ? (
            <>
              Áp dụng từ {formatDateTime(last.at)}, {last.byName} sửa.{' '}
              <a href={`/quan-tri/nhat-ky/thay-doi/${last.id}`}>Xem và lấy lại</a>
            </>
          ) : (
            'Chưa ai sửa: đang theo giá trị có sẵn.'
          )}
        </span>
      </div>
    </form>
  );
}

const errorAt = (section: Section, path: string): string | undefined =>
  section.errors.find((error) => error.field === path)?.text;

function TextOf({
  section,
  path,
  ...rest
}: { section: Section; path: string } & Partial<ComponentProps<typeof TextField>>) {
  return (
    <TextField
      name={path}
      label={SETTING_LABELS[path]!}
      value={section.values[path] ?? ''}
      error={errorAt(section, path)}
      autocomplete="off"
      {...rest}
    />
  );
}

function NumberOf({ section, path, hint }: { section: Section; path: string; hint: string }) {
  return <TextOf section={section} path={path} hint={hint} inputMode="numeric" short />;
}

function ChoiceOf({ section, path, hint }: { section: Section; path: string; hint?: string }) {
  return (
    <SelectField
      name={path}
      label={SETTING_LABELS[path]!}
      hint={hint}
      value={section.values[path]}
      error={errorAt(section, path)}
      options={Object.entries(SETTING_CHOICES[path]!).map(([value, label]) => ({ value, label }))}
    />
  );
}

function SiteForm({ section }: { section: Section }) {
  return (
    <SettingForm
      section={section}
      what="Đứng ở đầu trang, chân trang và trong lời chỉ dẫn của cổng và bộ phận một cửa. Người dân thấy ngay khi lưu."
      running="không đổi gì."
    >
      <div class="field-row">
        <TextOf section={section} path="hotline" hint="Số người dân gọi khi cần giúp." inputMode="tel" />
        <TextOf section={section} path="email" hint="Nơi nhận thư và báo lỗi an toàn." inputMode="email" />
      </div>
      <TextOf section={section} path="hours" hint="Lúc có người nghe máy." />
      <TextOf section={section} path="address" />
      <div class="field-row">
        <TextOf section={section} path="place" hint="Như “tỉnh Lam Giang”." />
        <TextOf section={section} path="shortPlace" hint="Như “Lam Giang”." />
      </div>
      <TextOf section={section} path="owner" />
      <TextOf section={section} path="operator" />
    </SettingForm>
  );
}

function TimeRulesForm({ section }: { section: Section }) {
  return (
    <SettingForm
      section={section}
      what="Những con số của Nghị định 61/2018 và Nghị định 118/2025. Chỉ sửa khi văn bản thay đổi hoặc tỉnh có quy định riêng."
      running="hạn đã hẹn và hạn bổ sung đã báo giữ nguyên; quy tắc mới dùng cho lần tiếp nhận, yêu cầu bổ sung, nộp bổ sung và hẹn lại kể từ khi lưu. Hạn trả lời hồ sơ trực tuyến đang chờ tiếp nhận đổi ngay."
    >
      <fieldset class="stack adm-part">
        <legend>{SETTING_LABELS['supplement']}</legend>
        <ChoiceOf
          section={section}
          path="supplement.policy"
          hint="Thủ tục có ghi cách tính riêng thì theo thủ tục."
        />
        <div class="field-row">
          <NumberOf section={section} path="supplement.times" hint="Với mỗi hồ sơ." />
          <NumberOf
            section={section}
            path="supplement.closeAfterDays"
            hint="Quá số ngày này thì đóng; 0 là không đóng."
          />
        </div>
      </fieldset>
      <fieldset class="stack adm-part">
        <legend>{SETTING_LABELS['apology']}</legend>
        <div class="field-row">
          <NumberOf section={section} path="apology.leadDays" hint="0 là tới tận ngày hẹn." />
          <NumberOf section={section} path="apology.times" hint="Với mỗi hồ sơ." />
        </div>
      </fieldset>
      <fieldset class="stack adm-part">
        <legend>Tiếp nhận</legend>
        <div class="field-row">
          <NumberOf
            section={section}
            path="online.answerWorkingHours"
            hint="Tiếp nhận, từ chối hay yêu cầu sửa hồ sơ trực tuyến."
          />
          <TextOf
            section={section}
            path="sameDayCutOff"
            hint="Nhận sau giờ này thì trả vào ngày làm việc sau."
            placeholder="15:00"
            short
          />
        </div>
      </fieldset>
    </SettingForm>
  );
}

function DossierCodeForm({ section }: { section: Section }) {
  return (
    <SettingForm
      section={section}
      what="Mã hồ sơ gồm mã cơ quan, ngày tiếp nhận và số thứ tự trong ngày (Thông tư 01/2018/TT-VPCP, điều 19)."
      running="mã đã cấp không bao giờ đổi; cách lập mới dùng cho hồ sơ tiếp nhận từ khi lưu."
    >
      <div class="field-row">
        <ChoiceOf section={section} path="style" hint="Mới: Quyết định 20/2020/QĐ-TTg; cũ: QCVN 102:2016." />
        <ChoiceOf section={section} path="agency" hint="Khi nơi tiếp nhận và nơi giải quyết khác nhau." />
      </div>
    </SettingForm>
  );
}
