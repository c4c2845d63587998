import type { Answers, FormOperation } from '../../../core/form/index.ts';
import { getPath } from '../../../core/form/index.ts';

/** Names and ids of a form's inputs. `prefix` keeps the ids of two forms on one page apart. */
export interface FormNames {
  /** Id of the input for a path; links of the error summary point to it. */
  id(path: string): string;
  /** Name under which the input is posted: the path itself. */
  name(path: string): string;
}

/** How inputs are called: "members.0.name" has the id "members-0-name". */
export const formNames = (prefix = ''): FormNames => ({
  id: (path) => prefix + path.replaceAll('.', '-'),
  name: (path) => path,
});

/** Fragment ("#members-2") to redirect to after a button of the form was pressed, so that the person keeps the place. */
export function anchorAfter(operation: FormOperation, answers: Answers, prefix?: string): string {
  const { id } = formNames(prefix);
  if (operation.kind === 'province') return `#${id(`${operation.path}.commune`)}`;
  if (operation.kind === 'offer') return operation.path === '*' ? '' : `#${id(operation.path)}`;
  const members = getPath(answers, operation.path);
  const last = Array.isArray(members) ? members.length - 1 : -1;
  return operation.kind === 'add' && last >= 0
    ? `#${id(`${operation.path}.${last}`)}`
    : `#${id(operation.path)}`;
}
