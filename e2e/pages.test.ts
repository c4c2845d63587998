import { afterAll, beforeAll, expect, it } from 'vitest';
import { filed, applicant } from '../src/modules/dossiers/testing.ts';
import { openWorld, type World } from './harness.ts';
import type { Person } from './person.ts';

/** The narrowest that pages have to bear without scrolling sideways (WCAG 1.4.10). */
const NARROW = { width: 320, height: 640 };
/** Log-out, the choice of display, and files are no pages to look at. */
const NO_PAGE =
  /^\/(dang-xuat|hien-thi|assets)|\.(xml|txt|json|pdf|csv|xlsx|ods|docx|pptx)(\?|$)|\/tai-ve|xuat=/;

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await filed(world.platform, await applicant(world.platform, 'nguyenthuhuong'));
});
afterAll(() => world.close());

/** Addresses in header, rail, side and footer of the page that shows. */
const linksOf = (person: Person): Promise<string[]> =>
  person.page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>('header a, nav a, footer a, .rail a')]
      .filter((link) => link.origin === location.origin)
      .map((link) => link.pathname + link.search),
  );

/** Looks over the pages that links of header, rail and footer lead to, and those named besides. */
async function lookOver(person: Person, more: string[]): Promise<string[]> {
  const addresses = [...new Set([...more, ...(await linksOf(person))])].filter((one) => !NO_PAGE.test(one));
  for (const address of addresses) await person.visit(address);
  return addresses;
}

const PUBLIC = [
  '/',
  '/thu-tuc?q=khai+sinh',
  '/thu-tuc/2.000815',
  '/huong-dan',
  '/tra-cuu',
  '/dang-nhap',
  '/dang-ky',
  '/quen-mat-khau',
  '/mot-cua/dang-nhap',
];

it('pages of everybody are sound, wide and light', async () => {
  const anybody = await world.visitor();
  await anybody.visit('/');
  expect((await lookOver(anybody, PUBLIC)).length).toBeGreaterThan(PUBLIC.length);
  await anybody.visit('/khong-co-trang-nay', { status: 404 });
});

it('pages of everybody are sound on a narrow phone, dark and with large text', async () => {
  const anybody = await world.visitor({ viewport: NARROW });
  await anybody.visit('/hien-thi?nen=toi&chu=lon&ve=/');
  await lookOver(anybody, PUBLIC);
});

it('pages of a citizen are sound', async () => {
  const citizen = await world.signedIn('nguyenthuhuong', { viewport: NARROW });
  await citizen.visit('/hien-thi?nen=toi&ve=/ho-so');
  await lookOver(citizen, ['/ho-so', '/thong-bao', '/tai-khoan', '/tai-khoan/mat-khau']);
});

/** Pages that no rail leads to, for those who may see reports. */
const FLOW_REPORT = '/mot-cua/bao-cao/quy-trinh/giay-phep-xay-dung';
const REPORTS = ['/mot-cua/bao-cao/quy-trinh', FLOW_REPORT, `${FLOW_REPORT}/ho-so?buoc=process`];

it.each([
  ['tranthingan', REPORTS],
  ['buiducanh', REPORTS],
  ['doquanghuy', []],
  ['trinhcongvinh', REPORTS],
  ['levankhoi', []],
  ['lekimchi', []],
  ['nguyenhonghanh', []],
])('pages of the office are sound for %s', async (username, more) => {
  const pages = ['/mot-cua', ...more];
  const officer = await world.signedIn(username);
  await lookOver(officer, pages);
  const narrow = await world.signedIn(username, { viewport: NARROW });
  await narrow.visit('/hien-thi?nen=toi&ve=/mot-cua');
  await lookOver(narrow, pages);
});
