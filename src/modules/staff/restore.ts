import type { Tx } from '../../platform/database/index.ts';
import { InvalidConfiguration, type Editor } from '../configuration/index.ts';
import { loadDirectory } from '../agencies/index.ts';
import { writeLock, writeOfficer, type OfficerState } from './edit.ts';
import { restoreGroup } from './groups.ts';
import { officerFile } from './officers.ts';
import { restoreSubstitutions } from './substitutions.ts';

/** How each kind of change of this module is taken back: as a new edit, checked as any other. */
export const RESTORERS = {
  officer: restoreOfficer,
  group: restoreGroup,
  substitution: restoreSubstitutions,
};

/** An account that did not exist before is locked instead: what its officer did stays on record. */
async function restoreOfficer(
  tx: Tx,
  key: string,
  before: unknown,
  { by, at }: { by: Editor; at: Date },
): Promise<void> {
  const officerId = Number(key);
  const now = await officerFile(tx, officerId);
  if (!now) {
    throw new InvalidConfiguration([{ place: '', message: 'Không còn cán bộ này nên không lấy lại được.' }]);
  }
  const change = { by, at, action: 'officer.restore' };
  const was = before as OfficerState | null;
  if (!was) {
    await writeLock(tx, officerId, 'Việc mở tài khoản đã được hủy', change);
    return;
  }
  const directory = await loadDirectory(tx);
  const gone = was.positions.find((position) => !directory.unitById(position.unitId));
  if (gone) {
    throw new InvalidConfiguration([
      {
        place: '',
        message: `Đơn vị của chức danh “${gone.title}” không còn nữa. Sửa chức vụ ở trang cán bộ.`,
      },
    ]);
  }
  const { name, email, phone, positions } = was;
  await writeOfficer(tx, officerId, { name, email, phone, positions }, change);
  if (was.locked !== now.locked) await writeLock(tx, officerId, was.locked ? was.lockedReason : null, change);
}
