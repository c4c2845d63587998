import { splitRows } from '../../src/modules/procedures/import/channels.ts';
import { readPapers } from '../../src/modules/procedures/import/components.ts';
import { readLaws, readResults } from '../../src/modules/procedures/import/lists.ts';
import { isEmpty, type SourceRecord } from '../../src/modules/procedures/import/source.ts';
import type { ReviewMark } from '../../src/core/procedure.ts';
import { slug } from '../../src/core/text.ts';

const KENH = { counter: '1', online: '2', post: '3' } as const;
/** Codes of fields that are known (Circular 01/2018/TT-VPCP, art. 20). */
const FIELDS: Record<string, string> = { 'ho-tich': 'G15-TP07', 'hoat-dong-xay-dung': 'G17-XD11' };

/** An answer of `LayThuTuc`. */
export type NationalAnswer = Record<string, unknown> & { MATTHC: string; TENTTHC: string };

/** What the procedure database answers about a procedure of the published list: the same facts, in the service's keys. */
export function answerOf(record: SourceRecord): NationalAnswer {
  const code = record.ma_thu_tuc.trim();
  const laws: ReviewMark[] = [];
  const results: ReviewMark[] = [];
  return {
    MATTHC: code,
    TENTTHC: record.ten_thu_tuc,
    SOQUYETDINH: record.so_quyet_dinh,
    CAPTHUCHIEN: record.cap_thuc_hien,
    LOAITTHC: record.all.loai_thu_tuc ?? '',
    LINHVUCTHUCHIEN: [
      {
        MALINHVUC: FIELDS[slug(record.linh_vuc)] ?? slug(record.linh_vuc),
        TENLINHVUC: record.linh_vuc,
      },
    ],
    TRINHTUTHUCHIEN: isEmpty(record.trinh_tu_thuc_hien)
      ? []
      : [{ TRUONGHOP: '', TRINHTU: [{ TENTRINHTU: record.trinh_tu_thuc_hien }] }],
    CACHTHUCTHUCHIEN: ways(record.cach_thuc_thuc_hien),
    THANHPHANHOSO: papers(record.thanh_phan_ho_so, code),
    KETQUATHUCHIEN: [
      ...readResults(record.ket_qua_xu_ly, results).map(({ code: MAKETQUA, name: TENKETQUA }) => ({
        MAKETQUA,
        TENKETQUA,
      })),
      ...results.map((mark) => ({ MAKETQUA: '', TENKETQUA: mark.text })),
    ],
    CANCUPHAPLY: [
      ...readLaws(record.can_cu_phap_ly, laws).map(({ number: SOVANBAN, name: TENVANBAN }) => ({
        SOVANBAN,
        TENVANBAN,
      })),
      ...laws.filter(isRest).map((mark) => ({ SOVANBAN: '', TENVANBAN: mark.text })),
    ],
    COQUANTHUCHIEN: [
      {
        MADONVI: '',
        TENDONVI: isEmpty(record.co_quan_thuc_hien) ? record.co_quan_co_tham_quyen : record.co_quan_thuc_hien,
      },
    ],
    YEUCAU: record.yeu_cau_dieu_kien,
    MOTADOITUONGTHUCHIEN: record.doi_tuong_thuc_hien,
  };
}

const isRest = (mark: ReviewMark): boolean => mark.reason.startsWith('Chưa tách được');

function ways(table: string): object[] {
  const { rows, rest } = splitRows(table);
  const found = rows.map((row) => {
    const [THOIGIANGIAIQUYET = '', DONVITINH = ''] =
      row.limit === 'Không có thông tin' ? [] : row.limit.split(/ (.+)/u);
    const [SOTIEN = '', DONVI = ''] = /^\d/.test(row.fee) ? row.fee.split(/ (.+)/u) : [row.fee];
    return {
      KENH: KENH[row.channel],
      THOIGIAN: [
        {
          THOIGIANGIAIQUYET,
          DONVITINH,
          MOTA: row.description,
          PHILEPHI: [{ SOTIEN, DONVI, MOTA: row.feeNote }],
        },
      ],
    };
  });
  return rest ? [...found, { KENH: '', THOIGIAN: [{ MOTA: rest }] }] : found;
}

function papers(text: string, code: string): object[] {
  const { groups, review } = readPapers(text, code);
  const rest = review.filter((mark) => mark.place === 'components').map((mark) => mark.text);
  const found: object[] = groups.map((group) => ({
    TRUONGHOP: group.title ?? '',
    GIAYTO: group.components.map((paper) => ({
      MAGIAYTO: paper.code,
      TENGIAYTO: paper.name,
      TENMAUDON: paper.formName ?? '',
      URL: '',
      SOBANCHINH: String(paper.originals),
      SOBANSAO: String(paper.copies),
    })),
  }));
  return [...found, ...rest.map((TRUONGHOP) => ({ TRUONGHOP, GIAYTO: [] }))];
}
