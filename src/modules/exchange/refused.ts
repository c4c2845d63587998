import type { ConfigurationFault } from '../configuration/index.ts';
import type { Part, Proposal } from './merge.ts';

type Faults = (taken: readonly Proposal[]) => Promise<readonly ConfigurationFault[]>;

/**
 * The parts to leave out so that the others can be published, as few as there are: one, or two, that make all faults go
 * away, else those that fit with none of the others. Between equals the part is left out that can not be published even
 * alone, or that a fault names.
 *
 * @param faultsWith what stands against publishing these and nothing else
 * @returns the parts, each with its reason in Vietnamese; empty when all can be published
 */
export async function refusedParts(
  proposals: readonly Proposal[],
  faultsWith: Faults,
): Promise<Map<Part, string>> {
  const all = await faultsWith(proposals);
  if (all.length === 0) return new Map();
  const out = await leftOut(await suspectsFirst(proposals, all, faultsWith), faultsWith);
  const taken = proposals.filter((one) => !out.includes(one));
  const refused = new Map<Part, string>();
  for (const one of proposals.filter((each) => out.includes(each))) {
    const own = await faultsWith([...taken, one]);
    refused.set(one.part, reasonOf(one.part, own.length > 0 ? own : all));
  }
  return refused;
}

/** Messages that a reason is made of; a contradiction often shows in every case of the procedure. */
const TOLD = 3;

/** Faults in words, those of the part itself first. */
function reasonOf(part: Part, faults: readonly ConfigurationFault[]): string {
  const [own, others] = [true, false].map((named) =>
    faults.filter(({ place }) => (place.split('.')[0] === part) === named),
  );
  const messages = [...new Set([...own!, ...others!].map((fault) => fault.message))];
  const more = messages.length - TOLD;
  return [...messages.slice(0, TOLD), ...(more > 0 ? [`Và ${more} chỗ khác cần sửa theo.`] : [])].join(' ');
}

async function suspectsFirst(
  proposals: readonly Proposal[],
  all: readonly ConfigurationFault[],
  faultsWith: Faults,
): Promise<Proposal[]> {
  const named = new Set(all.map((fault) => fault.place.split('.')[0]));
  const ranked: { one: Proposal; rank: number }[] = [];
  for (const one of proposals) {
    const alone = (await faultsWith([one])).length > 0;
    ranked.push({ one, rank: (alone ? 0 : 2) + (named.has(one.part) ? 0 : 1) });
  }
  return ranked.sort((a, b) => a.rank - b.rank).map(({ one }) => one);
}

async function leftOut(suspects: readonly Proposal[], faultsWith: Faults): Promise<readonly Proposal[]> {
  const fits = async (out: readonly Proposal[]): Promise<boolean> =>
    (await faultsWith(suspects.filter((one) => !out.includes(one)))).length === 0;
  for (const one of suspects) if (await fits([one])) return [one];
  for (const [at, one] of suspects.entries())
    for (const other of suspects.slice(at + 1)) if (await fits([one, other])) return [one, other];
  let out = [...suspects].reverse();
  for (let before = -1; before !== out.length;) {
    before = out.length;
    for (const one of out) {
      const fewer = out.filter((each) => each !== one);
      if (await fits(fewer)) out = fewer;
    }
  }
  return out;
}
