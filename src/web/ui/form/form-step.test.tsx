import fc from 'fast-check';
import { renderToString } from 'preact-render-to-string';
import { describe, expect, it } from 'vitest';
import type { AdminUnits, Answers, FieldError, FormDefinition } from '../../../core/form/index.ts';
import { offers, operationOf, readAnswers, summarise, validate } from '../../../core/form/index.ts';
import { exampleForm, goodAnswers, oneField } from '../../../core/form/testing/forms.ts';
import { renderToString as drawHere } from '../render.ts';
import { FormStep, type FormStepProps } from './form-step.tsx';
import { anchorAfter } from './names.ts';
import { AnswersTable, FormErrorSummary, ReviewSections, SavedStatus } from './views.tsx';

const today = '2026-05-18';
const adminUnits: AdminUnits = {
  provinces: [
    { code: '26', name: 'Tỉnh Lam Giang' },
    { code: '01', name: 'Thành phố Hà Nội' },
  ],
  communesOf: (province) => (province === 'Tỉnh Lam Giang' ? [{ code: '2601', name: 'Phường Yên Hà' }] : []),
};

const draw = (def: FormDefinition, stepIndex: number, answers: Answers, more: Partial<FormStepProps> = {}) =>
  renderToString(
    <FormStep
      def={def}
      step={def.steps[stepIndex]!}
      answers={answers}
      adminUnits={adminUnits}
      today={today}
      {...more}
    />,
  );

/** The start tag of the element with this id. */
const tagOf = (html: string, id: string) =>
  new RegExp(`<[a-z]+ [^>]*\\bid="${id}"[^>]*>`).exec(html)?.[0] ?? '';

describe('FormStep', () => {
  it('shows everybody their own answers and errors, however many were drawn before', () => {
    const def = exampleForm();
    const good = goodAnswers() as { applicant: Record<string, unknown> };
    const name = fc.constantFrom(undefined, 'Lê An', 'Trần "Bình" <b>', '');
    const applicant = fc.record({
      name,
      gender: fc.constantFrom(undefined, 'male', 'x'),
      birthDate: fc.constantFrom(undefined, '1991-02-14', '14/02/1991'),
      address: fc.constantFrom(undefined, good.applicant['address']),
    });
    const page = fc.record({
      step: fc.nat(def.steps.length - 1),
      answers: fc.constantFrom({}, good),
      applicant,
      checked: fc.boolean(),
    });
    const drawnBy = (form: FormDefinition, { step, answers, applicant: own, checked }: Page): string => {
      const given = { ...answers, applicant: own };
      const errors = checked ? validate(form, given, { today, step: form.steps[step]!.id }) : [];
      const view = (
        <FormStep
          def={form}
          step={form.steps[step]!}
          answers={given}
          errors={errors}
          adminUnits={adminUnits}
        />
      );
      return drawHere(view);
    };
    type Page = Parameters<Parameters<typeof page.map>[0]>[0];
    fc.assert(
      fc.property(fc.array(page, { maxLength: 8 }), (pages) => {
        // Nothing was drawn before of a form that is new.
        for (const one of pages) expect(drawnBy(def, one)).toBe(drawnBy(structuredClone(def), one));
      }),
    );
  });

  it('labels every input, describes it by its hint, and marks what is optional', () => {
    const html = draw(exampleForm(), 0, goodAnswers());
    expect(html).toContain('<label class="label" for="applicant-name">Họ và tên</label>');
    expect(tagOf(html, 'applicant-name')).toContain('name="applicant.name"');
    expect(tagOf(html, 'applicant-name')).toContain('aria-describedby="applicant-name-h"');
    expect(tagOf(html, 'applicant-name')).toContain('autocomplete="name"');
    expect(tagOf(html, 'applicant-personalId')).toContain('inputmode="numeric"');
    expect(tagOf(html, 'applicant-phone')).toContain('type="tel"');
    expect(tagOf(html, 'applicant-birthDate')).toContain('value="14/02/1991"');
    expect(html).toContain('Thư điện tử<span class="opt"> (không bắt buộc)</span>');
    const named = [
      ...html.matchAll(/<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*\bid="([^"]+)"/g),
    ].map((m) => m[1]!);
    expect(named.length).toBeGreaterThan(9);
    for (const id of named) {
      const inLabel = new RegExp(`<label class="pick[^"]*"><input[^>]*id="${id}"`).test(html);
      expect(inLabel || html.includes(`for="${id}"`), id).toBe(true);
    }
  });

  it('puts the error above the input, joins it to the input and keeps what was typed', () => {
    const def = exampleForm();
    const answers = { applicant: { personalId: '00119400562', gender: 'x' } };
    const errors = validate(def, answers, { today, step: 'nguoi-nop' });
    const html = draw(def, 0, answers, { errors });
    expect(tagOf(html, 'applicant-personalId')).toMatch(/value="00119400562"/);
    expect(tagOf(html, 'applicant-personalId')).toContain('aria-invalid="true"');
    expect(tagOf(html, 'applicant-personalId')).toContain(
      'aria-describedby="applicant-personalId-h applicant-personalId-e"',
    );
    const error = html.indexOf('id="applicant-personalId-e"');
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(html.indexOf('name="applicant.personalId"'));
    expect(html).toContain('Nhập đủ 12 chữ số định danh cá nhân. Bạn đã nhập 11.');
    expect(html).toMatch(/<fieldset class="field field--error" role="radiogroup"[^>]*aria-invalid="true"/);
    expect(tagOf(html, 'applicant-address-province')).toContain('aria-invalid="true"');
  });

  it('[III.1.2] offers help at the input', () => {
    const html = draw(exampleForm(), 1, {});
    expect(html).toContain(
      'Giải thích<span class="vh"> tên hộ kinh doanh</span></summary><div>Tên riêng không trùng',
    );
  });

  it('[III.1.1] offers known data with its source, one by one and all together', () => {
    const def = exampleForm();
    const known = {
      'account.name': { value: 'Nguyễn Thị Hồng Nhung', source: 'Tài khoản của bạn' },
      'account.phone': { value: '0904112358', source: 'Tài khoản của bạn' },
    };
    const html = draw(def, 0, {}, { offers: offers(def, known, {}, { stepId: 'nguoi-nop' }) });
    expect(html).toContain('name="_offer" value="applicant.name"');
    expect(html).toContain('name="_offer" value="*"');
    expect(html).toContain('<b>0904 112 358</b><small>Nguồn: Tài khoản của bạn</small>');
    expect(tagOf(html, 'applicant-name')).toMatch(/ value id=/);
  });

  it('presses "save and go on" when Enter is hit', () => {
    const html = draw(exampleForm(), 2, goodAnswers());
    expect(/<button[^>]*>/.exec(html)![0]).toBe('<button class="vh" tabindex="-1" aria-hidden="true">');
  });

  it('draws members with buttons that work without script', () => {
    const html = draw(exampleForm(), 2, goodAnswers());
    expect(html).toContain('<legend class="vh">Thành viên 2</legend>');
    expect(html).toContain('name="_op" value="remove:members.1"');
    expect(html).toContain('Xóa<span class="vh"> thành viên 2</span>');
    expect(html).toContain('name="_op" value="add:members"');
    expect(html).toContain('Tối đa 20. Đang có 2.');
    expect(tagOf(html, 'members-1-name')).toContain('value="Nguyễn Thị Ngọc Ánh"');
    expect(html.match(/<h[234]/g)).toEqual(['<h2', '<h3', '<h3']);
  });

  it('opens the members that are needed and no more than allowed', () => {
    const def = exampleForm();
    const one = draw(def, 2, { alone: false });
    expect(one).toContain('id="members-0"');
    expect(one).not.toContain('value="remove:members.0"');
    const full = draw(def, 2, { alone: false, members: Array(20).fill({ name: 'A' }) });
    expect(full).not.toContain('value="add:members"');
  });

  it('shows what the same step decides until it is decided, saying when it is needed', () => {
    const def = exampleForm();
    const wrapper = (html: string) =>
      /<div class="stack" data-show-if="[^"]*alone[^"]*"[^>]*>/.exec(html)![0];
    const undecided = draw(def, 2, {});
    expect(wrapper(undecided)).not.toContain('hidden');
    expect(undecided).toContain('Chỉ điền nếu “Bạn kinh doanh một mình?” là “Không”.');
    expect(wrapper(draw(def, 2, { alone: true }))).toContain('hidden');
    expect(wrapper(draw(def, 2, { alone: false }))).not.toContain('hidden');
    expect(draw(def, 2, goodAnswers())).toContain('&quot;path&quot;:&quot;members.0.role&quot;');
  });

  it('leaves out what an earlier step has decided against', () => {
    const def = exampleForm();
    def.steps[2]!.items[2]!.showIf = { path: 'applicant.gender', equals: 'female' };
    expect(draw(def, 2, { applicant: { gender: 'male' } })).not.toContain('notifyBy');
    const shown = draw(def, 2, { applicant: { gender: 'female' } });
    expect(shown).toContain('name="notifyBy"');
    expect(shown).not.toContain('applicant.gender');
  });

  it('draws an address as province list, communes of that province, and the rest', () => {
    const html = draw(exampleForm(), 0, goodAnswers());
    expect(html).toMatch(/<option value="Tỉnh Lam Giang" data-code="26" selected>/);
    expect(html).toContain(
      '<datalist id="applicant-address-l"><option value="Phường Yên Hà"></option></datalist>',
    );
    expect(html).toContain('name="_op" value="province:applicant.address"');
    expect(html).not.toContain('applicant.address.district');
    const old = draw(exampleForm(), 0, {
      applicant: { address: { province: 'Tỉnh Cũ', district: 'Huyện Cũ' } },
    });
    expect(old).toContain('name="applicant.address.district"');
    expect(old).toContain('<option value="Tỉnh Cũ" selected>');
  });

  it('draws a long catalogue as text with suggestions', () => {
    const rows = Array.from({ length: 700 }, (_, i) => ({ code: `${1000 + i}`, name: `Ngành ${i}` }));
    const html = draw(
      exampleForm(),
      1,
      { business: { line: '1005' } },
      { catalogues: { 'business-lines': rows } },
    );
    expect(tagOf(html, 'business-line')).toContain('value="1005 – Ngành 5"');
    expect(tagOf(html, 'business-line')).toContain('list="business-line-l"');
    const short = draw(exampleForm(), 1, {}, { catalogues: { 'business-lines': rows.slice(0, 5) } });
    expect(short).toContain('<select class="select"');
  });

  it('posts an empty text beside choices, so that unticking is seen', () => {
    const html = draw(exampleForm(), 2, goodAnswers());
    for (const name of ['alone', 'notifyBy', 'declaration']) {
      expect(html).toContain(`<input type="hidden" name="${name}" value/>`);
    }
    expect(readAnswers(exampleForm(), { notifyBy: ['', 'sms'] }, goodAnswers())['notifyBy']).toEqual(['sms']);
    expect(readAnswers(exampleForm(), { notifyBy: [''] }, goodAnswers())).not.toHaveProperty('notifyBy');
  });

  it('escapes what people type', () => {
    const html = draw(oneField('textarea', { type: 'string' }), 0, {
      x: '</textarea><script>alert(1)</script>',
    });
    expect(html).not.toContain('<script>');
  });

  it('keeps ids of two forms on a page apart', () => {
    const html = draw(exampleForm(), 0, {}, { idPrefix: 'b-' });
    expect(tagOf(html, 'b-applicant-name')).toContain('name="applicant.name"');
  });

  it('takes an example date to come for dates to come', () => {
    expect(draw(oneField('date', { type: 'string', 'x-when': 'future' }), 0, {})).toContain(
      'Ví dụ 18/05/2026',
    );
    expect(draw(oneField('date', { type: 'string', 'x-when': 'past' }), 0, {})).toContain('Ví dụ 14/02/1991');
  });
});

describe('what goes around a step', () => {
  it('lists the errors with links to the inputs and says where each stands', () => {
    const errors: FieldError[] = [
      {
        path: 'members.1.personalId',
        message: 'Nhập đủ 12 chữ số định danh cá nhân. Bạn đã nhập 11.',
        context: 'Thành viên 2',
      },
      { path: 'alone', message: 'Chọn Có hoặc Không cho “Bạn kinh doanh một mình?”' },
    ];
    const html = renderToString(<FormErrorSummary errors={errors} />);
    expect(html).toContain('tabindex="-1"');
    expect(html).toContain(
      '<a href="#members-1-personalId">Thành viên 2: nhập đủ 12 chữ số định danh cá nhân. Bạn đã nhập 11.</a>',
    );
    expect(html).toContain('<a href="#alone">');
    const elsewhere = renderToString(
      <FormErrorSummary
        errors={[{ ...errors[1]!, stepId: 'thanh-vien' }]}
        editHref={(step) => `/nhap/7/${step}`}
      />,
    );
    expect(elsewhere).toContain('<a href="/nhap/7/thanh-vien#alone">');
  });

  it('gives every error of the example a link that leads to an input', () => {
    const def = exampleForm();
    for (const [i, step] of def.steps.entries()) {
      const answers = { alone: false };
      const errors = validate(def, answers, { today, step: step.id });
      const html = draw(def, i, answers, { errors });
      const links = [...renderToString(<FormErrorSummary errors={errors} />).matchAll(/href="#([^"]+)"/g)];
      expect(links.length).toBeGreaterThan(0);
      for (const [, id] of links) expect(tagOf(html, id!), id).not.toBe('');
    }
  });

  it('reviews everything with links back to the steps', () => {
    const sections = summarise(exampleForm(), { ...goodAnswers(), notifyBy: [] });
    const html = renderToString(
      <ReviewSections sections={sections} editHref={(step) => `/nhap/7/${step}`} />,
    );
    expect(html).toContain('<a href="/nhap/7/nguoi-nop">Sửa<span class="vh"> chủ hộ kinh doanh</span></a>');
    expect(html).toContain('<span class="num">150.000.000 đồng</span>');
    expect(html).toContain('<dt>Báo tin qua</dt><dd><span class="muted">Không điền</span></dd>');
    expect(renderToString(<ReviewSections sections={sections} />)).not.toContain('Sửa');
  });

  it('shows the office a table with a heading for each row', () => {
    const html = renderToString(<AnswersTable sections={summarise(exampleForm(), goodAnswers())} />);
    expect(html).toContain('<th scope="rowgroup" colspan="2">Thành viên 2</th>');
    expect(html).toContain('<th scope="row" class="muted">Ghi rõ quan hệ</th><td><span>Em gái</span></td>');
  });

  it('says when the draft was saved', () => {
    expect(renderToString(<SavedStatus at="18/05/2026 09:41:07" />)).toContain(
      '<time>18/05/2026 09:41:07</time>',
    );
    expect(renderToString(<SavedStatus />)).toContain('<span class="is-saved" hidden>');
  });

  it('leads back to the member that was added', () => {
    const body = { _op: 'add:members' };
    const answers = readAnswers(exampleForm(), body, goodAnswers());
    expect(anchorAfter(operationOf(body)!, answers)).toBe('#members-2');
    expect(anchorAfter({ kind: 'remove', path: 'members', index: 0 }, answers)).toBe('#members');
    expect(anchorAfter({ kind: 'province', path: 'applicant.address' }, {})).toBe(
      '#applicant-address-commune',
    );
  });
});
