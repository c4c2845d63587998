import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { renderToString } from 'preact-render-to-string';
import type { ComponentChildren } from 'preact';
import { describe, expect, test } from 'vitest';
import { STATUSES } from '../../core/status/types.ts';
import { projectRoot } from '../../platform/project-root.ts';
import type { Viewer } from '../../modules/accounts/index.ts';
import { officeRail } from '../office/rail.ts';
import { loadAssets } from '../assets.ts';
import {
  Counts,
  Due,
  ErrorSummary,
  Facts,
  FlowStrip,
  Icon,
  Moment,
  OfficeLayout,
  Pager,
  PageContext,
  plainFacts,
  PortalLayout,
  SelectField,
  StatusBadge,
  Stepper,
  Table,
  TextField,
  Timeline,
  type PageFacts,
} from './index.ts';

const render = (view: ComponentChildren, facts: Partial<PageFacts> = {}) =>
  renderToString(<PageContext.Provider value={plainFacts(facts)}>{view}</PageContext.Provider>);

function officer(...roles: Viewer['positions'][number]['role'][]): Viewer {
  const positions = roles.map((role) => ({
    agencyId: 1,
    agencyName: 'UBND phường Yên Hà',
    unitId: 2,
    unitCode: 'mot-cua',
    unitName: 'Bộ phận một cửa',
    role,
    title: 'Chuyên viên',
  }));
  return {
    account: {
      id: 1,
      kind: 'officer',
      username: 'ngan',
      phone: null,
      email: null,
      emailConfirmed: false,
      personId: null,
      mustChangePassword: false,
    },
    actor: { kind: 'officer', accountId: 1, officerId: 1, name: 'Trần Thị Ngân', positions, groups: [] },
    displayName: 'Trần Thị Ngân',
    isOfficer: true,
    positions,
    unread: 4,
    session: { idHash: Buffer.alloc(32), createdAt: new Date(), seenAt: new Date() },
  };
}

describe('layouts', () => {
  test('the portal: skip link, landmarks, one h1, the current link, only links that lead somewhere', () => {
    const html = render(
      <PortalLayout
        title="Tra cứu hồ sơ"
        active="/tra-cuu"
        breadcrumbs={[{ label: 'Trang chủ', href: '/' }, { label: 'Tra cứu' }]}
      />,
      {
        exists: (href) => href !== '/huong-dan',
      },
    );
    expect(html).toContain('<title>Tra cứu hồ sơ – Một Cửa, Cổng Dịch vụ công tỉnh Lam Giang</title>');
    expect(html).toContain('<a class="skip" href="#noi-dung">');
    expect(html).toContain('<main id="noi-dung">');
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html).toMatch(/<a href="\/tra-cuu" aria-current="page">Tra cứu hồ sơ<\/a>/);
    expect(html).not.toContain('/huong-dan');
    expect(html).toContain('<span aria-current="page">Tra cứu</span>');
    expect(html).not.toContain('style=');
  });

  test('log-in leads back to the page; who is logged in sees name, notices and the way out', () => {
    expect(render(<PortalLayout title="x" />, { path: '/thu-tuc', url: '/thu-tuc?q=xây' })).toContain(
      'href="/dang-nhap?tiep=%2Fthu-tuc%3Fq%3Dx%C3%A2y"',
    );
    const html = render(<PortalLayout title="x" />, { viewer: officer('counter'), csrfToken: 'abc' });
    expect(html).toContain('Trần Thị Ngân');
    expect(html).toContain('4<span class="vh"> thông báo chưa đọc</span>');
    expect(html).toMatch(
      /<form method="post" action="\/dang-xuat"><input type="hidden" name="_ma" value="abc"/,
    );
    expect(html).not.toContain('href="/dang-nhap');
  });

  test('a failed submit says so in the tab', () => {
    expect(render(<PortalLayout title="Đăng ký" failed />)).toContain('<title>Lỗi: Đăng ký – ');
  });

  test('[II.17.2~] the rail of the office shows what the roles open', () => {
    const titles = (viewer: Viewer) =>
      officeRail(viewer).flatMap((group) => group.items.map((item) => item.href));
    expect(titles(officer('counter'))).toContain('/mot-cua/tiep-nhan');
    expect(titles(officer('officer'))).toContain('/mot-cua');
    expect(titles(officer('officer'))).not.toContain('/mot-cua/tiep-nhan');
    expect(titles(officer('admin'))).not.toContain('/mot-cua');
    expect(titles(officer('admin'))).toContain('/quan-tri/nhat-ky');
    const both = titles(officer('counter', 'officer'));
    expect(both).toEqual(expect.arrayContaining(['/mot-cua', '/mot-cua/tiep-nhan']));
    expect(new Set(both).size).toBe(both.length);
  });

  test('the office: rail with counts, the search for scanners, the current page', () => {
    const viewer = officer('counter');
    const html = render(
      <OfficeLayout
        title="Bàn làm việc"
        rail={officeRail(viewer)}
        active="/mot-cua"
        counts={{ '/mot-cua': 34 }}
      />,
      {
        viewer,
        exists: (href) => href !== '/mot-cua/bao-cao',
      },
    );
    expect(html).toContain('data-surface="office"');
    expect(html).toMatch(/href="\/mot-cua" aria-current="page">.*?Bàn làm việc<span class="cnt">34<\/span>/);
    expect(html).toContain('action="/mot-cua/tim"');
    expect(html).not.toContain('/mot-cua/bao-cao');
  });

  test('choices of display stand on the page', () => {
    const html = render(<PortalLayout title="x" />, { theme: 'dark', largeText: true, keys: false });
    expect(html).toContain('data-theme="dark" data-keys="off" data-text="large"');
  });

  test('messages of the last act are read out once', () => {
    const flash = [
      { text: 'Đã chuyển 3 hồ sơ <b>', kind: 'ok' as const, link: { href: '/x', label: 'Xem' } },
    ];
    const html = render(<PortalLayout title="x" />, { flash });
    expect(html).toMatch(
      /class="toasts wrap" role="status">.*Đã chuyển 3 hồ sơ &lt;b>.*<a href="\/x">Xem<\/a>/,
    );
  });
});

describe('icons', () => {
  test('only those that the page uses are drawn, once each', () => {
    const html = render(
      <PortalLayout title="x">
        <Icon name="baby" />
        <Icon name="baby" />
      </PortalLayout>,
    );
    expect(html.match(/<symbol id="i-baby"/g)).toHaveLength(1);
    const used = new Set([...html.matchAll(/href="#(i-[a-z0-9-]+)"/g)].map((match) => match[1]));
    const drawn = new Set([...html.matchAll(/<symbol id="(i-[a-z0-9-]+)"/g)].map((match) => match[1]));
    expect(drawn).toEqual(used);
  });
});

describe('components', () => {
  test('a status is told by words and an icon of its own', () => {
    const drawn = STATUSES.map((status) => render(<StatusBadge status={status} />));
    expect(new Set(drawn.map((html) => /#(i-[a-z-]+)/.exec(html)![1])).size).toBe(STATUSES.length);
    expect(drawn[1]).toContain('Yêu cầu bổ sung giấy tờ');
  });

  test('[V.15] moments read DD/MM/YYYY hh:mm:ss', () => {
    expect(render(<Moment at={new Date('2026-05-18T02:12:45Z')} />)).toContain('>18/05/2026 09:12:45<');
  });

  test('overdue is marked as late', () => {
    expect(render(<Due tone="late">Quá hạn 3 ngày</Due>)).toMatch(
      /class="due due--late">.*i-clock-alert.*Quá hạn 3 ngày/,
    );
  });

  test('an input is tied to its label, hint and error', () => {
    const html = render(
      <TextField name="sdd" label="Số định danh" hint="12 chữ số" error="Nhập đủ 12 chữ số" value="1" />,
    );
    expect(html).toContain('<label class="label" for="sdd">');
    expect(html).toContain('aria-describedby="sdd-h sdd-e"');
    expect(html).toContain('aria-invalid="true"');
    expect(html).toContain('id="sdd-e"');
    expect(render(<TextField name="a" label="A" optional />)).toContain('(không bắt buộc)');
  });

  test('a choice keeps its value and offers an empty one only where that is possible', () => {
    const options = [
      { value: 'a', label: 'A' },
      { value: 'b', label: 'B' },
    ];
    expect(render(<SelectField name="s" label="S" options={options} value="b" />)).not.toContain('Chọn…');
    expect(render(<SelectField name="s" label="S" options={options} />)).toContain(
      '<option value>Chọn…</option>',
    );
  });

  test('the summary counts and links; nothing wrong, nothing shown', () => {
    const html = render(<ErrorSummary errors={[{ field: 'a', text: 'Nhập tên' }, { text: 'Chọn tệp' }]} />);
    expect(html).toContain('Có 2 chỗ cần sửa');
    expect(html).toContain('<a href="#a">Nhập tên</a>');
    expect(render(<ErrorSummary errors={[]} />)).toBe('');
  });

  test('a table names its region, its rows and, for cards, its cells', () => {
    const html = render(
      <Table
        label="Hồ sơ chờ tiếp nhận"
        rows={[{ code: '0007', fee: 1000 }]}
        columns={[
          { label: 'Mã hồ sơ', cell: (row) => row.code },
          { label: 'Lệ phí', number: true, sort: 'ascending', cell: (row) => row.fee },
        ]}
        select={{ name: 'chon', value: (row) => row.code, label: (row) => `Chọn hồ sơ ${row.code}` }}
        href={(row) => `/mot-cua/ho-so/${row.code}`}
      />,
    );
    expect(html).toContain('role="region" aria-label="Hồ sơ chờ tiếp nhận"');
    expect(html).toContain('<th scope="row">0007</th>');
    expect(html).toContain('data-l="Lệ phí"');
    expect(html).toContain('aria-sort="ascending"');
    expect(html).toContain('aria-label="Chọn hồ sơ 0007"');
    expect(html).toContain('data-href="/mot-cua/ho-so/0007"');
  });

  test('lists, steps and facts mark where one is', () => {
    expect(
      render(<Stepper steps={[{ label: 'A', href: '/a' }, { label: 'B' }, { label: 'C' }]} current={1} />),
    ).toBe(
      '<ol class="stepper" aria-label="Các bước của hồ sơ"><li class="done"><a href="/a">A</a></li><li aria-current="step">B</li><li>C</li></ol>',
    );
    expect(
      render(
        <FlowStrip
          steps={[
            { name: 'Tiếp nhận', state: 'ok' },
            { name: 'Thẩm định', state: 'now' },
          ]}
        />,
      ),
    ).toContain('aria-current="step"');
    expect(render(<Timeline items={[{ title: 'Hai' }, { title: 'Một' }]} />)).toMatch(/>2<.*Hai.*>1<.*Một/);
    expect(
      render(<Counts label="Loại" items={[{ href: '/a', label: 'Chờ', count: 3, current: true }]} />),
    ).toContain('aria-current="true"');
    expect(
      render(
        <Facts
          items={[
            { label: 'Có', value: 0 },
            { label: 'Không', value: null },
          ]}
        />,
      ),
    ).toBe('<dl class="facts"><dt>Có</dt><dd>0</dd></dl>');
    expect(render(<Pager next="?sau=9" />)).toMatch(/rel="next"/);
    expect(render(<Pager />)).toBe('');
  });
});

describe('what the browser loads', () => {
  test('style sheet, script and portal fonts stay within their budget', async () => {
    const assets = await loadAssets();
    const weight = (name: string) =>
      brotliCompressSync(readFileSync(path.join(assets.folder, path.basename(assets.address(name))))).length;
    expect(weight('site.css')).toBeLessThan(12 * 1024);
    expect(weight('site.js')).toBeLessThan(10 * 1024);
    const fonts = ['bvp-latin-400', 'bvp-latin-600', 'bvp-vietnamese-400', 'bvp-vietnamese-600', 'so-400'];
    const total = fonts.reduce((sum, name) => sum + weight(`fonts/${name}.woff2`), 0);
    expect(total).toBeLessThan(35 * 1024);
  });

  test('an asset that nobody built is an error, not a dead link', async () => {
    const assets = await loadAssets();
    expect(() => assets.address('nothing.css')).toThrow('nothing.css');
  });

  test('pages carry no style attribute and no inline script', () => {
    const root = path.join(projectRoot(), 'src/web');
    const views = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
      /(?<!\.test)\.tsx$/.test(file),
    );
    expect(views.length).toBeGreaterThan(10);
    const guilty = views.filter((file) =>
      /\sstyle=|\son(?!ly=)[a-z]+="/.test(readFileSync(path.join(root, file), 'utf8')),
    );
    expect(guilty).toEqual([]);
  });
});
