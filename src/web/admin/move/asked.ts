import { standingNodes } from '../../../core/flow/index.ts';
import {
  mappingPlace,
  proposedMapping,
  type MoveOrder,
  type OrderedVersions,
} from '../../../modules/dossiers/index.ts';
import type { FlowVersionRow } from '../../../modules/flows/index.ts';

/** Fields of an address or a posted form. */
export type Fields = Record<string, string | string[] | undefined>;

const valuesOf = (fields: Fields, name: string): string[] => [fields[name] ?? []].flat().map(String);

/**
 * Ids of the versions asked for by their numbers: from those with running dossiers onto the newest, unless said
 * otherwise.
 */
export function askedVersions(
  fields: Fields,
  versions: readonly FlowVersionRow[],
): { from: number[]; to: number } {
  const byNumber = (text: string): FlowVersionRow | undefined =>
    versions.find((version) => String(version.version) === text);
  const to = byNumber(valuesOf(fields, 'den').at(-1) ?? '') ?? versions[0];
  const chosen = valuesOf(fields, 'tu').flatMap((text) => byNumber(text) ?? []);
  const from =
    'den' in fields ? chosen : versions.filter((version) => version.running > 0 && version.id !== to?.id);
  return { from: from.map((version) => version.id), to: to?.id ?? 0 };
}

/** The mapping as typed; what can be proposed where nothing was typed. */
export function askedMapping(fields: Fields, versions: OrderedVersions): MoveOrder['mapping'] {
  const proposed = proposedMapping(versions);
  return Object.fromEntries(
    versions.from.map(({ id, compiled }) => [
      String(id),
      Object.fromEntries(
        standingNodes(compiled).flatMap((node) => {
          const place = mappingPlace(id, node.id);
          const target = place in fields ? valuesOf(fields, place).at(-1) : proposed[String(id)]?.[node.id];
          return target ? [[node.id, target]] : [];
        }),
      ),
    ]),
  );
}
