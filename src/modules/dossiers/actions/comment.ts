import type { Decide } from '../types.ts';
import { requiredText } from './shared.ts';

/** An opinion or direction kept with the dossier; applicants never see it. */
export const comment: Decide<'comment'> = (_context, command) => ({
  internalNote: requiredText(command.text, 'text', 'Viết ý kiến trước khi lưu.'),
});
