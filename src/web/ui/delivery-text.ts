import type { Delivery } from '../../core/dossier.ts';
import { addressText, showPhone } from '../../core/form/index.ts';

const METHODS: Record<Delivery['method'], string> = {
  online: 'Trên mạng, bản điện tử',
  counter: 'Tại quầy',
  post: 'Bưu chính công ích, giao tận nơi',
};

/** How the result is handed over, in words; empty when nothing was chosen. */
export const methodText = (delivery: Partial<Delivery>): string =>
  delivery.method ? METHODS[delivery.method] : '';

/** Who receives it by post and where; empty for other ways. */
export function postalText(delivery: Partial<Delivery>): string {
  if (delivery.method !== 'post') return '';
  const { name, phone, address } = delivery;
  const place = address?.province ? addressText(address) : '';
  return [name, phone && showPhone(phone), place].filter(Boolean).join(', ');
}
