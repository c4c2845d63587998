/**
 * Records of the national portal's public list, one JSON object a line, with each section of a procedure's page as flat
 * text. Keys are the source's own.
 */
export interface SourceRecord {
  ma_thu_tuc: string;
  ten_thu_tuc: string;
  linh_vuc: string;
  so_quyet_dinh: string;
  cap_thuc_hien: string;
  doi_tuong_thuc_hien: string;
  trinh_tu_thuc_hien: string;
  cach_thuc_thuc_hien: string;
  thanh_phan_ho_so: string;
  can_cu_phap_ly: string;
  co_quan_thuc_hien: string;
  co_quan_co_tham_quyen: string;
  yeu_cau_dieu_kien: string;
  ket_qua_xu_ly: string;
  /** Every key as it came, so that nothing is lost. */
  all: Record<string, string>;
}

const REQUIRED = ['ma_thu_tuc', 'ten_thu_tuc', 'linh_vuc'] as const;
const OPTIONAL = [
  'so_quyet_dinh',
  'cap_thuc_hien',
  'doi_tuong_thuc_hien',
  'trinh_tu_thuc_hien',
  'cach_thuc_thuc_hien',
  'thanh_phan_ho_so',
  'can_cu_phap_ly',
  'co_quan_thuc_hien',
  'co_quan_co_tham_quyen',
  'yeu_cau_dieu_kien',
  'ket_qua_xu_ly',
] as const;

/**
 * Reads one line.
 *
 * @returns the record, or in Vietnamese what is wrong with the line and what to do
 */
export function readLine(line: string): SourceRecord | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { problem: 'không phải JSON. Mỗi dòng phải là một đối tượng JSON trọn vẹn.' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { problem: 'không phải một đối tượng JSON. Mỗi dòng mô tả một thủ tục.' };
  }
  const all: Record<string, string> = {};
  for (const [key, part] of Object.entries(value)) {
    all[key] = typeof part === 'string' ? part : JSON.stringify(part);
  }
  for (const key of REQUIRED) {
    if (!all[key]?.trim()) return { problem: `thiếu “${key}”. Bổ sung rồi nhập lại dòng này.` };
  }
  if (!/^\d\.\d{6}$/.test(all.ma_thu_tuc!.trim())) {
    return { problem: `mã thủ tục “${all.ma_thu_tuc}” không đúng dạng 1.001193.` };
  }
  const texts = Object.fromEntries([...REQUIRED, ...OPTIONAL].map((key) => [key, all[key] ?? '']));
  return { ...(texts as unknown as Omit<SourceRecord, 'all'>), all };
}

/** Whether a section says that there is nothing to say. */
export const isEmpty = (text: string): boolean =>
  /^[\s\-–.]*((không có thông tin|không có yêu cầu|không quy định|không có|không)[\s.;]*)?$/iu.test(text);
