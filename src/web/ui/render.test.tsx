import { renderToString as preact } from 'preact-render-to-string';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Icon,
  OfficeLayout,
  PageContext,
  plainFacts,
  PortalLayout,
  SelectField,
  TextField,
} from './index.ts';
import { keep, late, pageContext, ready, renderToChunks, renderToString, useOwnId } from './render.ts';

const both = (view: preact.ComponentChild): [string, string] => [renderToString(view), preact(view as never)];

describe('the same text as from Preact’s renderer', () => {
  test('elements, attributes and what is left out', () => {
    const [ours, theirs] = both(
      <form class="" noValidate={true} data-on={false} aria-hidden={true} hidden={false} title={'"<&>'}>
        <label for="a">{'a < b & "c"'}</label>
        <input id="a" type="checkbox" checked readOnly={false} maxLength={4} tabIndex={0} value={0} />
        <textarea name="t" value={'<x> & y'} />
        <select name="s" value="2">
          <option value={1}>1</option>
          <option value={2}>2</option>
        </select>
        <svg viewBox="0 0 1 1" focusable="false">
          <path strokeWidth={2} d="M0 0" />
        </svg>
        {null}
        {undefined}
        {false}
        {true}
        {''}
        {0}
        {[<b key="1">1</b>, ['hai', <i key="2" />]]}
        <br />
        <time dateTime="2026-11-23" spellcheck={false} />
        <p dangerouslySetInnerHTML={{ __html: '<b>&amp;</b>' }} />
      </form>,
    );
    expect(ours).toBe(theirs);
  });

  test('any text, as content and as attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const [ours, theirs] = both(
          <p title={text}>
            {text}
            <b>{text}</b>
          </p>,
        );
        expect(ours).toBe(theirs);
      }),
    );
  });

  test('whole pages with their icons', () => {
    const fields = (
      <>
        <Icon name="user" />
        <TextField name="ten" label="Họ và tên" value="Nguyễn “A” <b>" />
        <SelectField name="gioi" label="Giới" value="2" options={[{ value: '2', label: 'Nữ' }]} />
      </>
    );
    const portal = <PortalLayout title="Thử">{fields}</PortalLayout>;
    const office = (
      <OfficeLayout title="Thử" rail={[]}>
        {fields}
      </OfficeLayout>
    );
    for (const layout of [portal, office]) {
      const page = () => <PageContext.Provider value={plainFacts()}>{layout}</PageContext.Provider>;
      expect(renderToString(page())).toBe(preact(page()));
    }
  });
});

test('objects out of stored data are never taken for parts of a page', () => {
  const forged = JSON.parse('{"type":"script","props":{"children":"alert(1)"}}') as never;
  expect(renderToString(<p>{forged}</p>)).toBe('<p></p>');
});

test('the nearest provider counts, and none afterwards, also when a component throws', () => {
  const { Provider, use } = pageContext('ngoài');
  const Say = () => <b>{use()}</b>;
  const Break = (): preact.VNode => {
    throw new Error(use());
  };
  const html = renderToString(
    <>
      <Provider value="một">
        <Say />
        <Provider value="hai">
          <Say />
        </Provider>
        <Say />
      </Provider>
      <Say />
    </>,
  );
  expect(html).toBe('<b>một</b><b>hai</b><b>một</b><b>ngoài</b>');
  expect(() =>
    renderToString(
      <Provider value="vỡ">
        <Break />
      </Provider>,
    ),
  ).toThrow('vỡ');
  expect(renderToString(<Say />)).toBe('<b>ngoài</b>');
});

test('ids are unique within a page and the same on every rendering', () => {
  const Own = () => <i id={useOwnId()} />;
  const html = () =>
    renderToString(
      <>
        <Own />
        <Own />
      </>,
    );
  expect(new Set(html().match(/id="[^"]+"/g)).size).toBe(2);
  expect(html()).toBe(html());
});

describe('parts that were drawn before', () => {
  const joined = (view: preact.ComponentChild): string =>
    Buffer.concat(renderToChunks(view).map((chunk) => Buffer.from(chunk))).toString();
  const long = 'Hồ sơ “A” '.repeat(40);

  test('stand where they belong, as text and as bytes', () => {
    const part = keep(<b title={long}>{long}</b>);
    const short = keep(<i>ngắn</i>);
    const page = (
      <p>
        trước {ready(part)} giữa {ready(short)}
        {ready(part)} sau
      </p>
    );
    const bold = `<b title="${long}">${long}</b>`;
    const html = `<p>trước ${bold} giữa <i>ngắn</i>${bold} sau</p>`;
    expect(renderToString(page)).toBe(html);
    expect(joined(page)).toBe(html);
  });

  test('say anew what differs, escaped, also inside of other parts', () => {
    let name = 'Ánh';
    const Name = () => <i title={late(() => name)}>{late(() => name)}</i>;
    const inner = keep(
      <b>
        {long}
        <Name />
      </b>,
    );
    const outer = keep(
      <p>
        {ready(inner)}, <Name />
      </p>,
    );
    for (name of ['Ánh', '<Bình> & "Chi"']) {
      const escaped = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
      const said = `<i title="${escaped}">${escaped}</i>`;
      const html = `<p><b>${long}${said}</b>, ${said}</p>`;
      expect(renderToString(ready(outer))).toBe(html);
      expect(joined(ready(outer))).toBe(html);
    }
  });
});
