import { expect, it } from 'vitest';
import { ACTIONS } from '../../../core/permission/index.ts';
import { actionLabel, kindLabel, kindOf } from './words.ts';

it('[III.14.1~] acts on dossiers and changes of configuration are named in Vietnamese', () => {
  for (const action of ACTIONS) expect(actionLabel(action)).not.toBe(action);
  expect(
    ['procedure.publish', 'flow.republish', 'template-set.add', 'catalogue.restore', 'agency.merge'].map(
      actionLabel,
    ),
  ).toEqual([
    'Công bố thủ tục',
    'Công bố lại quy trình',
    'Thêm bộ mẫu',
    'Lấy lại bản trước của danh mục',
    'Sáp nhập cơ quan',
  ]);
  // What nobody has named yet is shown as it is, never hidden.
  expect(actionLabel('moon.land')).toBe('moon.land');
});

it('things are known by their kind, in both ways of writing', () => {
  expect(['agency:12', 'account 12', 'template-set:tt01'].map(kindOf)).toEqual([
    'agency',
    'account',
    'template-set',
  ]);
  expect(kindLabel('agency')).toBe('Cơ quan');
});
