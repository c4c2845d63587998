import type { Db, Tx } from '../../platform/database/index.ts';
import { tableStamp, versioned } from '../../platform/versioned.ts';

/** A short question that many ask, with its answer. */
export interface Faq {
  question: string;
  answer: string;
  topic: string;
}

/** How to do something, step by step. */
export interface Guide {
  slug: string;
  title: string;
  lead: string;
  steps: { title: string; text: string }[];
}

/** Something that happens in life, with the procedures it takes. */
export interface LifeEvent {
  code: string;
  audience: 'citizen' | 'organisation';
  title: string;
  hint: string;
  icon: string;
  /** What else to look for. */
  words: string[];
  /** Codes of procedures. */
  procedures: string[];
}

/** What editors write for the portal beside the procedures. */
export interface Content {
  faq: readonly Faq[];
  guides: readonly Guide[];
  lifeEvents: readonly LifeEvent[];
}

const PREFIX = 'content.';
const KEYS = ['faq', 'guides', 'lifeEvents'] as const satisfies readonly (keyof Content)[];

const kept = versioned(
  async (db): Promise<Content> => {
    const rows = await db
      .selectFrom('setting')
      .select(['key', 'value'])
      .where('key', 'in', [`${PREFIX}faq`, `${PREFIX}guides`, `${PREFIX}lifeEvents`])
      .where('valid_from', '<=', (eb) => eb.fn<Date>('now'))
      .orderBy('valid_from')
      .execute();
    // Of several the one that came into force last holds.
    const values = new Map(rows.map((row) => [row.key, row.value]));
    const of = <T>(name: string): readonly T[] => (values.get(`${PREFIX}${name}`) as T[] | undefined) ?? [];
    return { faq: of('faq'), guides: of('guides'), lifeEvents: of('lifeEvents') };
  },
  (db) => tableStamp(db, ['setting']),
);

/** Answers, guides and life events, kept in this process; empty where nobody has written any. */
export const loadContent = (db: Db | Tx): Promise<Content> => kept.get(db);

/** Writes answers, guides and life events in place of the present ones. */
export async function putContent(tx: Db | Tx, content: Content): Promise<void> {
  for (const key of KEYS) {
    const value = JSON.stringify(content[key]);
    await tx
      .insertInto('setting')
      .values({ key: `${PREFIX}${key}`, value })
      .onConflict((conflict) => conflict.columns(['key', 'valid_from']).doUpdateSet({ value }))
      .execute();
  }
  kept.expire(tx);
}
