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

/** A limit that they know for certain replaces ours of the same channel, where there is only one on each side. */
function mergeLimits(mine: readonly Limit[], theirs: readonly Limit[]): Limit[] {
  const alone = (limits: readonly Limit[], { channel }: Limit): boolean =>
    limits.filter((one) => one.channel === channel).length === 1;
  const known = theirs.filter((limit) => limit.amount !== null && alone(theirs, limit));
  const replaced = mine.map((limit) =>
    alone(mine, limit) ? (known.find((one) => one.channel === limit.channel) ?? limit) : limit,
  );
  const added = known.filter((limit) => !mine.some((one) => one.channel === limit.channel));
  return [...replaced, ...added];
}

/** Amounts that they know for certain, where it is certain which fee is meant; names, codes and conditions stay. */
function mergeFees(mine: readonly Fee[], theirs: readonly Fee[]): Fee[] {
  if (mine.length === 0) return [...theirs];
  const alike = (fees: readonly Fee[], fee: Fee): Fee[] =>
    fees.filter((one) => one.channel === fee.channel && fold(one.name) === fold(fee.name));
  return mine.map((fee) => {
    const [match, ...more] =
      mine.length === 1 && theirs.length === 1 && theirs[0]!.channel === fee.channel
        ? theirs
        : alike(theirs, fee);
    const certain = match && more.length === 0 && alike(mine, fee).length === 1 && match.amount !== null;
    return certain ? { ...fee, amount: match.amount } : fee;
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
