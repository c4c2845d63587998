import type { ComponentChildren } from 'preact';

/** Numbers of dossiers by node, for the drawing: [open, late]. */
export type LoadByNode = Record<string, [open: number, late: number]>;

/** A flow drawn by script (the page says the same in a table); marks and numbers stand on the elements. */
export function Diagram(props: {
  id: string;
  title: string;
  /** Address of the drawing. */
  src: string;
  label: string;
  done?: readonly string[];
  now?: readonly string[];
  /** Elements set apart: added or changed against another version. */
  differs?: readonly string[];
  load?: LoadByNode;
  aside?: ComponentChildren;
}) {
  const { id, title, src, label, done = [], now = [], differs = [], load, aside } = props;
  return (
    <section class="card flow-canvas" aria-labelledby={id} data-flow hidden>
      <div class="card__head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      <div
        class="flow-canvas__box"
        role="group"
        aria-label={label}
        data-bpmn={src}
        data-done={done.join(' ')}
        data-now={now.join(' ')}
        data-differs={differs.join(' ')}
        data-load={load ? JSON.stringify(load) : undefined}
      />
    </section>
  );
}

export const VIEWER = { styles: ['flow-viewer.css'], scripts: ['flow-viewer.js'] };
