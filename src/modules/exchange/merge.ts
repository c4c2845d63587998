import type { ProcedureDefinition, ReviewMark } from '../../core/procedure.ts';
import { fold } from '../../core/text.ts';
import { mergeCases } from './merge-cases.ts';
import { mergeMembers, same } from './merge-members.ts';

/** Parts of a procedure that the national database speaks for; one is taken or kept as a whole. */
export const PARTS = [
  'name',
  'field',
  'levels',
  'subjects',
  'decision',
  'summary',
  'steps',
  'channels',
  'cases',
  'sets',
  'results',
  'conditions',
  'legalBasis',
] as const;
export type Part = (typeof PARTS)[number];

/** Properties of a part, and the places of review marks that belong to it. */
const OF: Record<Part, { keys: (keyof ProcedureDefinition)[]; marks: readonly string[] }> = {
  name: { keys: ['name'], marks: [] },
  field: { keys: ['field'], marks: [] },
  levels: { keys: ['levels'], marks: ['levels'] },
  subjects: { keys: ['subjects', 'subjectsText'], marks: [] },
  decision: { keys: ['decision'], marks: [] },
  summary: { keys: ['summary'], marks: [] },
  steps: { keys: ['steps'], marks: ['steps'] },
  channels: { keys: ['channels', 'channelNotes'], marks: ['channels'] },
  cases: { keys: ['cases'], marks: ['cases', 'limits', 'fees', 'components'] },
  sets: { keys: ['sets'], marks: ['sets'] },
  results: { keys: ['results'], marks: ['results'] },
  conditions: { keys: ['conditions'], marks: [] },
  legalBasis: { keys: ['legalBasis'], marks: ['legalBasis'] },
};

/** What the national database would change here in one part. */
export interface Proposal {
  part: Part;
  before: Partial<ProcedureDefinition>;
  after: Partial<ProcedureDefinition>;
  /** Marks for an editor that stand in place of the part's own. */
  marks: ReviewMark[];
  /** Why it could not be published when it was accepted; absent: nobody has tried. */
  refused?: string;
}

/** A part that was accepted and refused at publication. */
export interface Refusal<Body> {
  reason: string;
  /** The national record at the part's last decision. */
  base: Body | null;
}

/** What a national record is compared with. */
export interface Local {
  definition: ProcedureDefinition;
  /** Nobody here has edited it. */
  untouched: boolean;
}

/**
 * What the national database would change in a procedure, part by part. What it does not speak for – form, flow,
 * agencies, everyday words, codes of cases and papers that forms know, how a paper is handed in – stays. Where a part was
 * edited here and its members can not be matched for certain, the part stays and a mark shows the national text.
 *
 * @param base the national record at the last decision: parts that are still as they were then have been decided
 * @param refusals parts that were left undecided by that decision
 */
export function propose(
  local: Local,
  national: ProcedureDefinition,
  base: ProcedureDefinition | null,
  refusals: ReadonlyMap<Part, Refusal<ProcedureDefinition>> = new Map(),
): Proposal[] {
  return PARTS.flatMap((part): Proposal[] => {
    const before = pick(local.definition, part);
    const asDecided = base !== null && same(pick(national, part), pick(base, part));
    const refusal = refusals.get(part);
    const since = refusal ? refusal.base : base;
    if (refusal ? since && same(pick(national, part), pick(since, part)) : asDecided) return [];
    const own = !local.untouched && !(since !== null && same(before, pick(since, part)));
    const { after, marks } = merged(part, local.definition, national, own ? { since } : null);
    const held = marksOf(local.definition, part);
    const isHeld = (mark: ReviewMark): boolean => held.some((one) => same(one, mark));
    const told = marks.every((mark) => mark.reason !== UNMATCHED || isHeld(mark));
    if (same(before, after) && told) return [];
    const kept = own
      ? held.filter((one) => one.reason !== UNMATCHED && !marks.some((mark) => same(one, mark)))
      : [];
    const proposal: Proposal = { part, before, after, marks: [...kept, ...marks] };
    return [refusal && asDecided ? { ...proposal, refused: refusal.reason } : proposal];
  });
}

/** The definition with these proposals taken over. */
export function applied(
  local: ProcedureDefinition,
  national: ProcedureDefinition,
  proposals: readonly Proposal[],
): ProcedureDefinition {
  if (proposals.length === 0) return local;
  const result = { ...local };
  let review = local.review ?? [];
  for (const { part, after, marks } of proposals) {
    for (const key of OF[part].keys) delete result[key];
    Object.assign(result, after);
    review = [...review.filter((mark) => !belongs(mark, part)), ...marks];
  }
  return { ...result, source: national.source, review };
}

/** Reason of the marks for what could not be matched. */
export const UNMATCHED = 'Cơ sở dữ liệu quốc gia ghi khác bản đã biên tập tại đây; đối chiếu rồi sửa tay.';

interface Merged {
  after: Partial<ProcedureDefinition>;
  marks: ReviewMark[];
}

/** @param edited the part was edited here since this national record; null: it was not edited */
function merged(
  part: Part,
  local: ProcedureDefinition,
  national: ProcedureDefinition,
  edited: { since: ProcedureDefinition | null } | null,
): Merged {
  const own = edited !== null;
  const [kept, theirs] = [pick(local, part), pick(national, part)];
  if (part === 'field' && fold(local.field.name) === fold(national.field.name))
    return { after: kept, marks: [] };
  // The lead is made here; one that was written by hand is nobody else's.
  if (part === 'summary' && own) return { after: kept, marks: [] };
  const marks = marksOf(national, part);
  if (part === 'cases') {
    const { cases, renamed, unmatched } = mergeCases(local.cases, national.cases, own);
    if (own && national.cases.length === 0) return { after: kept, marks: [] };
    if (unmatched !== null) return { after: kept, marks: [mark('cases', unmatched)] };
    return { after: { cases }, marks: own ? [] : marks.map((one) => rename(one, renamed)) };
  }
  if (part === 'results') {
    const results = mergeMembers(local.results, national.results, (mine, other) => ({
      ...mine,
      name: other.name,
    }));
    // A result that a document is made of can not go without a word.
    if (own && national.results.length === 0) return { after: kept, marks: [] };
    if (own && results.gone.length > 0) {
      return { after: kept, marks: [mark('results', national.results.map((one) => one.name).join('\n'))] };
    }
    return { after: { results: results.members }, marks: own ? [] : marks };
  }
  // Nothing certain on their side takes nothing away here.
  if (own && part !== 'conditions' && part !== 'decision' && empty(theirs)) return { after: kept, marks: [] };
  if (own && part === 'channels') return { after: channelsOf(local, national, edited.since), marks };
  // Their number is a default when the text names none.
  if (own && part === 'sets' && marks.length > 0) return { after: kept, marks: [] };
  return { after: theirs, marks };
}

/**
 * Ways to apply as the national database has them. Whether a procedure is served online is not its to say: that goes with
 * the level of the service, which the province announces (Decree 42/2022/NĐ-CP) and its records do not carry. So the
 * online way that was opened here stays, unless the national record once had it and now has it no longer.
 */
function channelsOf(
  local: ProcedureDefinition,
  national: ProcedureDefinition,
  since: ProcedureDefinition | null,
): Partial<ProcedureDefinition> {
  const theirs = pick(national, 'channels');
  const named = new Set(national.channels);
  const stays =
    !named.has('online') &&
    local.channels.includes('online') &&
    local.serviceLevel.kind !== 'information' &&
    !since?.channels.includes('online');
  if (stays) named.add('online');
  const note = stays ? local.channelNotes?.online : undefined;
  return {
    ...theirs,
    // Their order says nothing.
    channels: [...local.channels.filter((channel) => named.delete(channel)), ...named],
    ...(note ? { channelNotes: { ...national.channelNotes, online: note } } : {}),
  };
}

const mark = (place: string, text: string): ReviewMark => ({ place, reason: UNMATCHED, text });

function rename(one: ReviewMark, renamed: ReadonlyMap<string, string>): ReviewMark {
  const code = /^components\.(.+)$/.exec(one.place)?.[1];
  return code && renamed.has(code) ? { ...one, place: `components.${renamed.get(code)}` } : one;
}

function pick(definition: ProcedureDefinition, part: Part): Partial<ProcedureDefinition> {
  return Object.fromEntries(
    OF[part].keys.filter((key) => definition[key] !== undefined).map((key) => [key, definition[key]]),
  );
}

const empty = (picked: Partial<ProcedureDefinition>): boolean =>
  Object.values(picked).every((value) => Array.isArray(value) && value.length === 0);

const belongs = (one: ReviewMark, part: Part): boolean => OF[part].marks.includes(one.place.split('.')[0]!);

const marksOf = (definition: ProcedureDefinition, part: Part): ReviewMark[] =>
  (definition.review ?? []).filter((one) => belongs(one, part));
