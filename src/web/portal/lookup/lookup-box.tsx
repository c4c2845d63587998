import { Button, TextField } from '../../ui/index.ts';

/** Asks for a code and leads to the public look-up. */
export function LookupBox({ code, large, error }: { code?: string; large?: boolean; error?: string }) {
  return (
    <form class="stack" method="get" action="/tra-cuu">
      <TextField
        name="ma"
        label="Mã hồ sơ"
        hint={large ? 'Ở góc trên giấy tiếp nhận và hẹn trả, ví dụ H99.31-261123-0007' : undefined}
        value={code}
        error={error}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        maxLength={60}
      />
      <Button weight={large ? 'main' : 'normal'} size={large ? 'lg' : undefined} icon="search">
        Tra cứu
      </Button>
    </form>
  );
}
