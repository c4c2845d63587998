import { fold } from '../src/core/text.ts';
import { pick } from './numbers.ts';

const SURNAMES =
  'Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Nông Hà'.split(
    ' ',
  );
const MIDDLE =
  'Thị Thị Văn Văn Hữu Đức Minh Ngọc Thanh Quang Thu Hồng Xuân Đình Bảo Gia Kim Mỹ Quốc Tuấn'.split(' ');
const GIVEN =
  'An Anh Bình Châu Chi Cường Dung Dũng Duy Đạt Giang Hà Hải Hạnh Hiếu Hoa Hòa Hùng Huy Hương Khánh Lan Linh Long Ly Mai Minh Nam Nga Ngân Nhung Phong Phúc Phương Quân Quỳnh Sơn Tâm Thảo Thắng Thủy Trang Trung Tú Tùng Uyên Vân Việt Yến'.split(
    ' ',
  );

export interface People {
  names: string[];
  folded: string[];
  identityNos: string[];
  phones: string[];
}

/** Made-up people: names drawn as they are spread in the country, numbers that belong to nobody. */
export function makePeople(count: number, chance: () => number): People {
  const people: People = { names: [], folded: [], identityNos: [], phones: [] };
  for (let n = 1; n <= count; n++) {
    const name = `${pick(SURNAMES, chance)} ${pick(MIDDLE, chance)} ${pick(GIVEN, chance)}`;
    people.names.push(name);
    people.folded.push(fold(name));
    people.identityNos.push(`098${String(n).padStart(9, '0')}`);
    people.phones.push(`0999${String(n).padStart(6, '0')}`);
  }
  return people;
}
