import type { JsonSchema } from './types.ts';

/** Name of an answer made from a label: "Họ và tên" → "hoVaTen"; never empty. */
export function pathFrom(label: string): string {
  const words = label
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const name = (words ?? [])
    .slice(0, 6)
    .map((word, i) => (i === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
    .replace(/^[0-9]+/, '');
  return name === '' || name === 'constructor' || name === 'prototype' ? 'muc' : name;
}

/** The wanted path, or with the first number behind it that is not taken below `root`. */
export function freePath(root: JsonSchema, wanted: string): string {
  const cut = wanted.lastIndexOf('.') + 1;
  const parent = cut === 0 ? root : within(root, wanted.slice(0, cut - 1));
  const taken = parent?.properties ?? {};
  const stem = wanted.slice(cut).replace(/\d+$/, '') || 'muc';
  if (!Object.hasOwn(taken, wanted.slice(cut))) return wanted;
  for (let number = 2; ; number += 1) {
    if (!Object.hasOwn(taken, `${stem}${number}`)) return `${wanted.slice(0, cut)}${stem}${number}`;
  }
}

function within(root: JsonSchema, path: string): JsonSchema | undefined {
  let schema: JsonSchema | undefined = root;
  for (const key of path.split('.')) schema = schema?.properties?.[key];
  return schema;
}
