import type { Component, Fee, Limit, ProcedureCase } from '../../core/procedure.ts';
import { fold } from '../../core/text.ts';
import { mergeMembers } from './merge-members.ts';

export interface MergedCases {
  cases: ProcedureCase[];
  /** Code of a paper in the national record → code here. */
  renamed: Map<string, string>;
  /** What can not be matched for certain with what was edited here; null when all can. */
  unmatched: string | null;
}

/** Name that the import gives when the source knows only one case. */
const ONLY = 'Tất cả các trường hợp';

/**
 * Cases as the national database has them, in the codes that are used here.
 *
 * @param own the cases were edited here: then only what matches is taken over
 */
export function mergeCases(
  local: readonly ProcedureCase[],
  national: readonly ProcedureCase[],
  own: boolean,
): MergedCases {
  const renamed = new Map<string, string>();
  const mergedCases = (): { members: ProcedureCase[]; lost: boolean } => {
    let lost = false;
    const take = (mine: ProcedureCase, other: ProcedureCase): ProcedureCase => {
      const components = mergeMembers(mine.components, other.components, takeComponent);
      for (const [from, to] of components.codes) renamed.set(from, to);
      if (components.gone.length > 0 || (own && components.members.length > mine.components.length))
        lost = true;
      return {
        ...mine,
        name: other.name === ONLY ? mine.name : other.name,
        limits: own ? mergeLimits(mine.limits, other.limits) : other.limits,
        fees: own ? mergeFees(mine.fees, other.fees) : other.fees,
        components: own
          ? components.members
          : components.members.map((one, at) => ({
              ...other.components[at]!,
              code: one.code,
              provide: one.provide,
            })),
      };
    };
    // One case on both sides is the same case, whatever it is called.
    if (local.length === 1 && national.length === 1)
      return { members: [take(local[0]!, national[0]!)], lost };
    const { members, gone } = mergeMembers(local, national, take);
    return { members, lost: lost || gone.length > 0 || members.length !== local.length };
  };
  const { members, lost } = mergedCases();
  return { cases: members, renamed, unmatched: own && lost ? describe(national) : null };
}

/** What a paper is called and how many; how it is handed in, when it is needed and its code are ours. */
const takeComponent = (mine: Component, other: Component): Component => ({
  ...mine,
  name: fold(mine.name) === fold(other.name) ? mine.name : other.name,
  ...(other.originals + other.copies > 0 ? { originals: other.originals, copies: other.copies } : {}),
  ...(other.formName && !mine.formName ? { formName: other.formName } : {}),
});

/** A limit that they know for certain replaces ours of the same channel. */
function mergeLimits(mine: readonly Limit[], theirs: readonly Limit[]): Limit[] {
  const known = theirs.filter((limit) => limit.amount !== null);
  const channels = new Set(known.map((limit) => limit.channel));
  const replaced = mine.map((limit) => known.find((one) => one.channel === limit.channel) ?? limit);
  const added = known.filter((limit) => !mine.some((one) => one.channel === limit.channel));
  // Several limits of one channel are told apart by a person.
  const twice = mine.some(
    (limit, at) =>
      channels.has(limit.channel) && mine.findIndex((one) => one.channel === limit.channel) !== at,
  );
  return twice ? [...mine] : [...replaced, ...added];
}

/** Amounts that they know for certain; names, codes and conditions stay. New fees are added, none is taken away. */
function mergeFees(mine: readonly Fee[], theirs: readonly Fee[]): Fee[] {
  const known = theirs.filter((fee) => fee.amount !== null);
  if (mine.length === 1 && known.length === 1 && mine[0]!.channel === known[0]!.channel) {
    return [{ ...mine[0]!, amount: known[0]!.amount }];
  }
  if (mine.length === 0) return [...theirs];
  return mine.map((fee) => {
    const match = known.filter((one) => one.channel === fee.channel && fold(one.name) === fold(fee.name));
    return match.length === 1 ? { ...fee, amount: match[0]!.amount } : fee;
  });
}

/** The national cases in words, for an editor. */
function describe(national: readonly ProcedureCase[]): string {
  return national
    .map(({ name, components }) =>
      [
        name,
        ...components.map(
          (paper) => `– ${paper.name} (${paper.originals} bản chính, ${paper.copies} bản sao)`,
        ),
      ].join('\n'),
    )
    .join('\n');
}
