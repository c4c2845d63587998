import type { Channel, ProcedureDefinition, ReviewMark } from '../../../core/procedure.ts';
import { clean } from '../../../core/text.ts';
import { channelsOf, type Row } from './channels.ts';
import { componentOf, type PaperGroup } from './components.ts';
import { assemble } from './parse.ts';
import { isEmpty, type SourceRecord } from './source.ts';

/** An answer of `LayThuTuc` that is not one: the message names the place. */
export class MalformedRecord extends Error {}

/** National codes of the ways to apply (QCVN 120:2019/BTTTT). */
const CHANNELS: Record<string, Channel> = { '1': 'counter', '2': 'online', '3': 'post' };
const NOTHING = 'Không có thông tin';

type Json = Record<string, unknown>;

/** Name and code of the field that a record belongs to, before it is known how we call it. */
export function nationalField(body: unknown): { code: string; name: string } {
  const [field] = list(objectOf(body, ''), 'LINHVUCTHUCHIEN');
  if (!field) throw new MalformedRecord('LINHVUCTHUCHIEN: thiếu lĩnh vực.');
  const name = clean(text(field, 'TENLINHVUC'));
  if (!name) throw new MalformedRecord('LINHVUCTHUCHIEN: thiếu “TENLINHVUC”.');
  return { code: text(field, 'MALINHVUC').trim(), name };
}

/**
 * Makes a definition of an answer of `LayThuTuc`, as far as it is certain, by the same rules as a published list: what is
 * not certain is left open and marked for an editor, the whole answer is kept as its source.
 *
 * @param code of the procedure that was asked for
 * @param fieldCode code of the record's field in our catalogue
 * @throws MalformedRecord when it is not an answer about this procedure
 */
export function parseNational(body: unknown, code: string, fieldCode: string): ProcedureDefinition {
  const record = objectOf(body, '');
  const answered = text(record, 'MATTHC').trim();
  if (answered && answered !== code) {
    throw new MalformedRecord(`MATTHC: hỏi thủ tục ${code} nhưng nhận thủ tục ${answered}.`);
  }
  const name = clean(text(record, 'TENTTHC'));
  if (!name) throw new MalformedRecord('TENTTHC: thiếu tên thủ tục.');
  const review: ReviewMark[] = [];
  const wayMarks: ReviewMark[] = [];
  const paperMarks: ReviewMark[] = [];
  const rows = readWays(record, wayMarks);
  const groups = readPaperGroups(record, code, paperMarks);
  const steps = readSteps(record);
  const source: SourceRecord = {
    ma_thu_tuc: code,
    ten_thu_tuc: name,
    linh_vuc: nationalField(body).name,
    so_quyet_dinh: text(record, 'SOQUYETDINH'),
    cap_thuc_hien: text(record, 'CAPTHUCHIEN'),
    doi_tuong_thuc_hien: text(record, 'MOTADOITUONGTHUCHIEN'),
    trinh_tu_thuc_hien: steps,
    cach_thuc_thuc_hien: '',
    // Where the number of sets may be named.
    thanh_phan_ho_so: groups
      .flatMap((group) => [group.title ?? '', ...group.components.map((paper) => paper.name)])
      .join('\n'),
    can_cu_phap_ly: '',
    co_quan_thuc_hien: list(record, 'COQUANTHUCHIEN')
      .map((unit) => clean(text(unit, 'TENDONVI')))
      .filter(Boolean)
      .join('; '),
    co_quan_co_tham_quyen: '',
    yeu_cau_dieu_kien: text(record, 'YEUCAU'),
    ket_qua_xu_ly: '',
    all: whole(record),
  };
  const tables = {
    channels: channelsOf(rows, wayMarks),
    papers: { groups, review: paperMarks },
    laws: readLaws(record, review),
    results: readResults(record, review),
    review,
  };
  return assemble(source, tables, fieldCode);
}

/** Every key as it came. */
function whole(record: Json): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

function readSteps(record: Json): string {
  return list(record, 'TRINHTUTHUCHIEN')
    .flatMap((group) => [
      text(group, 'TRUONGHOP').trim(),
      ...list(group, 'TRINHTU', 'TRINHTUTHUCHIEN').map((step) => text(step, 'TENTRINHTU')),
    ])
    .filter((line) => line !== '')
    .join('\n');
}

function readWays(record: Json, review: ReviewMark[]): Row[] {
  const rows: Row[] = [];
  for (const way of list(record, 'CACHTHUCTHUCHIEN')) {
    const channel = CHANNELS[text(way, 'KENH', 'CACHTHUCTHUCHIEN').trim()];
    const times = list(way, 'THOIGIAN', 'CACHTHUCTHUCHIEN');
    if (!channel) {
      review.push({
        place: 'channels',
        reason: 'Không rõ cách thức thực hiện.',
        text: clean(times.map((time) => text(time, 'MOTA')).join('\n')) || JSON.stringify(way),
      });
      continue;
    }
    for (const time of times) {
      const amount = text(time, 'THOIGIANGIAIQUYET', 'THOIGIAN').trim();
      const row = {
        channel,
        limit: amount ? clean(`${amount} ${text(time, 'DONVITINH', 'THOIGIAN')}`) : NOTHING,
        description: text(time, 'MOTA', 'THOIGIAN').trim(),
      };
      const fees = list(time, 'PHILEPHI', 'THOIGIAN');
      if (fees.length === 0) rows.push({ ...row, fee: NOTHING, feeNote: '' });
      for (const fee of fees) {
        const sum = clean(`${text(fee, 'SOTIEN', 'PHILEPHI')} ${text(fee, 'DONVI', 'PHILEPHI')}`);
        rows.push({
          ...row,
          fee: sum === '0' ? 'Miễn phí' : sum || NOTHING,
          feeNote: clean(text(fee, 'MOTA', 'PHILEPHI')),
        });
      }
    }
  }
  return rows;
}

function readPaperGroups(record: Json, code: string, review: ReviewMark[]): PaperGroup[] {
  let count = 0;
  return list(record, 'THANHPHANHOSO').flatMap((group) => {
    const title = clean(text(group, 'TRUONGHOP', 'THANHPHANHOSO')) || null;
    const papers = list(group, 'GIAYTO', 'THANHPHANHOSO');
    if (papers.length === 0) {
      const reason = 'Còn đoạn chưa rõ thuộc giấy tờ nào.';
      if (title) review.push({ place: 'components', reason, text: title });
      return [];
    }
    const components = papers.map((paper) => {
      count++;
      const own = clean(text(paper, 'MAGIAYTO', 'GIAYTO'));
      const paperCode = own || `${code}-GT${String(count).padStart(2, '0')}`;
      const [originals, copies] = ['SOBANCHINH', 'SOBANSAO'].map((key) => text(paper, key, 'GIAYTO').trim());
      if (!/^\d{1,3}$/.test(originals!) || !/^\d{0,3}$/.test(copies!)) {
        review.push({
          place: `components.${paperCode}`,
          reason: 'Nguồn không ghi số bản chính, bản sao.',
          text: [originals, copies].filter(Boolean).join(', '),
        });
      }
      return componentOf(
        {
          code: paperCode,
          name: text(paper, 'TENGIAYTO', 'GIAYTO'),
          formName: clean(text(paper, 'TENMAUDON', 'GIAYTO')) || null,
          originals: /^\d{1,3}$/.test(originals!) ? Number(originals) : 0,
          copies: /^\d{1,3}$/.test(copies!) ? Number(copies) : 0,
          title,
        },
        review,
      );
    });
    return [{ title, components }];
  });
}

function readLaws(record: Json, review: ReviewMark[]): { number: string; name: string }[] {
  return list(record, 'CANCUPHAPLY').flatMap((law) => {
    const [number, name] = [clean(text(law, 'SOVANBAN')), clean(text(law, 'TENVANBAN'))];
    if (number) return [{ number, name }];
    if (name) review.push({ place: 'legalBasis', reason: 'Văn bản không có số hiệu.', text: name });
    return [];
  });
}

function readResults(record: Json, review: ReviewMark[]): { code: string; name: string }[] {
  return list(record, 'KETQUATHUCHIEN').flatMap((result) => {
    const [code, name] = [clean(text(result, 'MAKETQUA')), clean(text(result, 'TENKETQUA'))];
    if (code && name) return [{ code, name }];
    if (!isEmpty(name)) review.push({ place: 'results', reason: 'Kết quả không có mã.', text: name });
    return [];
  });
}

function objectOf(value: unknown, place: string): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new MalformedRecord(`${place ? `${place}: ` : ''}không phải một đối tượng.`);
  }
  return value as Json;
}

/** Members of a list of objects; none when it is not there. */
function list(record: Json, key: string, within = ''): Json[] {
  const value = record[key];
  const place = within ? `${within}.${key}` : key;
  if (value === undefined || value === null || value === '') return [];
  if (!Array.isArray(value)) throw new MalformedRecord(`${place}: không phải danh sách.`);
  return value.map((member, index) => objectOf(member, `${place}[${index + 1}]`));
}

function text(record: Json, key: string, within = ''): string {
  const value = record[key];
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value.normalize('NFC');
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  throw new MalformedRecord(`${within ? `${within}.` : ''}${key}: không phải chữ hay số.`);
}
