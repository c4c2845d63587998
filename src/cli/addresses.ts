import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config.ts';
import { projectRoot } from '../platform/project-root.ts';

interface DemoAccounts {
  password: string;
  accounts: { role: string; label: string; username: string }[];
}

/** Says where the program answers and, in the demo province, with which accounts to try it. */
export function printAddresses(config: Config): void {
  const lines = [
    '',
    `  Cổng dịch vụ công   ${config.publicUrl}/`,
    `  Một cửa điện tử     ${config.publicUrl}/mot-cua`,
    `  Dữ liệu             ${config.dataDir}`,
  ];
  if (!config.smtpUrl)
    lines.push(`  Thư gửi đi          ${path.join(config.dataDir, 'mail')} (chưa cấu hình SMTP_URL)`);
  if (config.demo) {
    const demo = JSON.parse(
      readFileSync(path.join(projectRoot(), 'seed', 'demo-accounts.json'), 'utf8'),
    ) as DemoAccounts;
    const width = Math.max(...demo.accounts.map((account) => account.label.length));
    lines.push('', `  Tài khoản dùng thử (mật khẩu chung: ${demo.password})`);
    for (const account of demo.accounts)
      lines.push(`    ${account.label.padEnd(width)}   ${account.username}`);
  }
  lines.push('', '  Ctrl-C để dừng.', '');
  console.log(lines.join('\n'));
}
