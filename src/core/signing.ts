/** Whose name a state document bears, and how, after Decree 30/2020/NĐ-CP, appendix I, part II, items 4 and 7. */

const COMMITTEE = /^Ủy ban nhân dân\b/iu;
/** The last unit in a name; a capital or a figure must follow, or "xã hội" would be one. */
const UNIT = /(?:^|.*\s)([Tt]ỉnh|[Tt]hành phố|[Đđ]ặc khu|[Pp]hường|[Xx]ã|[Tt]hị trấn) ([\p{Lu}\d].*)$/u;

/**
 * Name of the place a document is issued at: "Yên Hà" of "Ủy ban nhân dân phường Yên Hà". Units that are named by a
 * number keep their kind ("Phường 1"), and so does Thành phố Hồ Chí Minh, which is named after a person.
 *
 * @param names the agency's name, then the names of those above it; the first that names a place decides
 * @returns empty when none does
 */
export function placeOf(names: readonly string[]): string {
  for (const name of names) {
    const [, kind, place] = UNIT.exec(name) ?? [];
    if (!kind || !place) continue;
    const full = /^\d/.test(place) || place === 'Hồ Chí Minh';
    return full ? `${kind.charAt(0).toLocaleUpperCase('vi')}${kind.slice(1)} ${place}` : place;
  }
  return '';
}

/** The agency as its head names it: what the line above says is not said again ("Sở Tư pháp", under the committee of its province). */
export function nameUnder(name: string, parent: string | undefined): string {
  const [, kind, place] = UNIT.exec(parent ?? '') ?? [];
  const unit = ` ${kind} ${place}`;
  return kind && !COMMITTEE.test(name) && name.endsWith(unit) ? name.slice(0, -unit.length) : name;
}

const HEADS = [
  'Tổng Giám đốc',
  'Chủ tịch',
  'Giám đốc',
  'Cục trưởng',
  'Chi cục trưởng',
  'Trưởng ban',
  'Trưởng phòng',
  'Chánh Văn phòng',
  'Trưởng Công an',
];

/**
 * The lines above a signature: a committee is signed for as a body ("TM. ỦY BAN NHÂN DÂN"), a deputy signs in the
 * head's place ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), another officer of a committee by order ("TL. CHỦ TỊCH").
 *
 * @param title title of the position by which it was signed, "Phó Chủ tịch UBND phường"; empty: nobody has signed yet
 * @param agencyName full name of the agency in whose name it is signed
 * @returns lines separated by line breaks, in capitals
 */
export function signingForm(title: string, agencyName: string): string {
  const committee = COMMITTEE.test(agencyName);
  const deputy = /^Phó\s+/iu.test(title);
  const own = title.trim().replace(/^Phó\s+/iu, '');
  const head = HEADS.find((one) => own.toLocaleLowerCase('vi').startsWith(one.toLocaleLowerCase('vi')));
  // The police are the one body whose head's title needs the body's name.
  const office = head === 'Trưởng Công an' ? own : (head ?? own);
  const lines: string[] = [];
  if (committee && (title === '' || head === 'Chủ tịch')) lines.push('TM. Ủy ban nhân dân');
  else if (committee) lines.push('TL. Chủ tịch');
  if (deputy) lines.push(`KT. ${office}`, `Phó ${office}`);
  else if (office) lines.push(office);
  return lines.join('\n').toLocaleUpperCase('vi');
}
