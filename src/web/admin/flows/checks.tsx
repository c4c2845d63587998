import type { FlowCheck } from '../../../modules/flows/index.ts';
import { Icon } from '../../ui/index.ts';
import { isPortalStart } from '../../flows/words.ts';

/** What stands against publishing, with the way to the element, and what is in order. */
export function FlowChecks({ check, hrefOf }: { check: FlowCheck; hrefOf: (element: string) => string }) {
  const { flow, messages } = check;
  const nodes = flow ? Object.values(flow.nodes) : [];
  const starts = nodes.filter((node) => node.kind === 'start' && node.scope === null);
  const good = [
    nodes.some((node) => node.allows?.includes('supplement')) &&
      `Có vòng bổ sung hồ sơ ở bước ${nodes
        .filter((node) => node.allows?.includes('supplement'))
        .map((node) => `“${node.name}”`)
        .join(', ')}.`,
    starts.length > 0 &&
      (starts.length === 1 || starts.some(isPortalStart)) &&
      'Hồ sơ nộp qua cổng và tại quầy đều có lối vào.',
    check.sound && 'Mọi bước có người làm, có thời hạn và dẫn tới kết thúc.',
  ].filter((text) => typeof text === 'string');
  return (
    <ul class="ticks">
      {messages.map((message) => (
        <li>
          <Icon
            name={message.severity === 'error' ? 'circle-x' : 'triangle-alert'}
            class={message.severity === 'error' ? 'late' : 'c-warn'}
          />
          <span>
            <span class="vh">{message.severity === 'error' ? 'Lỗi: ' : 'Lưu ý: '}</span>
            {message.message}
          </span>
          {message.element && flow?.id !== message.element ? (
            <a href={hrefOf(message.element)} data-element={message.element}>
              Đến bước<span class="vh"> {message.elementName || message.element}</span>
            </a>
          ) : (
            <span />
          )}
        </li>
      ))}
      {good.map((text) => (
        <li>
          <Icon name="circle-check" class="c-ok" />
          <span>{text}</span>
          <span />
        </li>
      ))}
    </ul>
  );
}

/** Icons that the list may come to need after it was drawn (it is drawn anew while somebody draws). */
export function CheckIcons() {
  return (
    <span hidden>
      <Icon name="circle-x" />
      <Icon name="triangle-alert" />
      <Icon name="circle-check" />
    </span>
  );
}
