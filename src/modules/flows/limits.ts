import { sql } from 'kysely';
import { limitText } from '../../core/deadline/index.ts';
import { WORKING_DAY_MINUTES } from '../../core/flow/index.ts';
import { CHANNELS, type Channel, type Limit, type ProcedureCase } from '../../core/procedure.ts';
import type { Db, Tx } from '../../platform/database/index.ts';

/** A limit that the steps of a flow together may not exceed. */
export interface FlowLimit {
  /** Names it among all limits: procedure, case, and the first of the channels that it holds for. */
  key: string;
  /** What it is the limit of, in words: "Đăng ký khai sinh, trường hợp thường, nộp trực tuyến". */
  name: string;
  /** The two parts of the name: procedure; case and channel, empty where there is but one. */
  procedure: string;
  part: string;
  /** Working minutes. */
  minutes: number;
  /** As the law gives it: "3 ngày làm việc". */
  text: string;
}

/** A published procedure that runs on a flow. */
export interface FlowUse {
  flowCode: string;
  code: string;
  name: string;
  limits: FlowLimit[];
}

type CaseLimits = Pick<ProcedureCase, 'code' | 'name' | 'limits'>;

/**
 * A limit in working minutes of the usual week: five days of eight hours (Labour Code 45/2019, art. 105). "Within the
 * day" is one working day; null when the published text does not say.
 */
export function limitMinutes({ amount, unit }: Pick<Limit, 'amount' | 'unit'>): number | null {
  if (amount === null) return null;
  if (unit === 'working_hour') return Math.round(amount * 60);
  if (amount === 0) return WORKING_DAY_MINUTES;
  if (unit === 'calendar_day') return Math.floor((amount * 5 * WORKING_DAY_MINUTES) / 7);
  return Math.round(amount * WORKING_DAY_MINUTES);
}

/** Published procedures that run on a flow (all flows without a code), by name, each with its limits. */
export async function flowUses(db: Db | Tx, code?: string): Promise<FlowUse[]> {
  const flowCode = sql<string>`procedure_version.definition ->> 'flowCode'`;
  const rows = await db
    .selectFrom('procedure_version')
    .innerJoin('procedure', 'procedure.version_id', 'procedure_version.id')
    .where('procedure_version.state', '=', 'published')
    .$if(code !== undefined, (query) => query.where(flowCode, '=', code!))
    .$if(code === undefined, (query) => query.where(flowCode, 'is not', null))
    .select([
      'procedure.code',
      'procedure.name',
      flowCode.as('flowCode'),
      sql<CaseLimits[]>`procedure_version.definition -> 'cases'`.as('cases'),
    ])
    .orderBy('procedure.folded')
    .limit(2000)
    .execute();
  return rows.map(({ cases, ...row }) => ({ ...row, limits: limitsOf(row, cases) }));
}

const CHANNEL_WORDS: Record<Channel, string> = {
  counter: 'trực tiếp',
  online: 'trực tuyến',
  post: 'qua bưu chính',
};

/** One line a different limit of a case: channels with the same one are not told apart. */
function limitsOf(use: { code: string; name: string }, cases: CaseLimits[]): FlowLimit[] {
  return cases.flatMap((one) => {
    const given = CHANNELS.flatMap((channel) => {
      const limit = one.limits.find((candidate) => candidate.channel === channel);
      const minutes = limit ? limitMinutes(limit) : null;
      return limit && minutes !== null ? [{ channel, minutes, text: limitText(limit) }] : [];
    });
    const same = [...Map.groupBy(given, ({ minutes }) => minutes).values()];
    return same.map((channels): FlowLimit => {
      const words = `nộp ${channels.map(({ channel }) => CHANNEL_WORDS[channel]).join(', ')}`;
      const part = [...(cases.length > 1 ? [one.name] : []), ...(same.length > 1 ? [words] : [])].join(', ');
      const { channel, minutes, text } = channels[0]!;
      return {
        key: `${use.code}/${one.code}/${channel}`,
        name: part ? `${use.name}, ${part}` : use.name,
        procedure: use.name,
        part,
        minutes,
        text,
      };
    });
  });
}

/** Dossiers not finished, by flow code. */
export async function runningByFlow(db: Db | Tx): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('dossier')
    .innerJoin('flow_version', 'flow_version.id', 'dossier.flow_version_id')
    .where('dossier.status', 'not in', ['refused', 'stopped', 'withdrawn', 'returned'])
    .groupBy('flow_version.code')
    .select((eb) => ['flow_version.code', eb.fn.countAll<number>().as('count')])
    .execute();
  return new Map(rows.map(({ code, count }) => [code, Number(count)]));
}
