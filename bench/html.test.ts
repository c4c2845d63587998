import { describe, expect, it } from 'vitest';
import { bodyOf, formsOf } from './html.ts';
import { spreadOf } from './numbers.ts';

const PAGE = `
  <form method="get" action="/thu-tuc"><input type="search" name="q" value="khai sinh"/></form>
  <form class="stack" method="post" action="/nop?a=1&amp;b=2" novalidate data-form>
    <input type="hidden" name="key" value="k&quot;1"/><input name="ten" value="Đặng &amp; con"/>
    <input type="checkbox" name="dong-y" value="1"/><input type="checkbox" name="nhan" checked value="2"/>
    <input type="radio" name="cach" value="a"/><input type="radio" name="cach" value="b" checked/>
    <select name="tinh"><option value="">Chọn</option><option selected value="99">Lam Giang</option></select>
    <select name="xa"><option value="1">Yên Hà</option><option value="2">Tân Lâm</option></select>
    <textarea name="ghi-chu">\n1 &lt; 2</textarea><input type="file" name="tep"/><input name="khong" disabled value="x"/>
    <button name="_di" value="tiep">Tiếp</button><button>Gửi</button>
  </form>`;

describe('forms of a page', () => {
  it('are read as a browser sends them', () => {
    const [search, form] = formsOf(PAGE);
    expect(search).toMatchObject({ method: 'get', fields: [['q', 'khai sinh']] });
    expect(form).toEqual({
      action: '/nop?a=1&b=2',
      method: 'post',
      multipart: false,
      fields: [
        ['key', 'k"1'],
        ['ten', 'Đặng & con'],
        ['nhan', '2'],
        ['cach', 'b'],
        ['tinh', '99'],
        ['xa', '1'],
        ['ghi-chu', '1 < 2'],
      ],
      buttons: [['_di', 'tiep', '']],
    });
  });

  it('are filled in by name', () => {
    const form = formsOf(PAGE)[1]!;
    const sent = new URLSearchParams(bodyOf(form, { ten: 'An', nhan: null, edge: 'e1' }));
    expect(sent.get('ten')).toBe('An');
    expect(sent.has('nhan')).toBe(false);
    expect(sent.get('edge')).toBe('e1');
  });
});

describe('a spread', () => {
  it('tells middle, tail and end', () => {
    const values = Array.from({ length: 1000 }, (_, n) => 1000 - n);
    expect(spreadOf(values)).toEqual({
      count: 1000,
      average: 500.5,
      p50: 501,
      p95: 951,
      p99: 991,
      slowest: 1000,
    });
    expect(spreadOf([])).toMatchObject({ count: 0, average: 0, slowest: 0 });
  });
});
