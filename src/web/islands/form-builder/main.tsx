/* The form builder in the browser: the same parts as the plain page, every change shown at once and saved by itself. */
import { render } from 'preact';
import { App, type Start } from './app.tsx';

const root = document.querySelector<HTMLElement>('[data-builder]');
if (root) {
  const start = JSON.parse(root.dataset['builder']!) as Start;
  root.replaceChildren();
  render(<App {...start} />, root);
}
