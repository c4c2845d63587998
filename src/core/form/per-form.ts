import type { FormDefinition } from './types.ts';

/**
 * What follows from a definition alone, worked out once for each definition object and kept as long as that lives. No
 * definition is changed once it is in use: published versions stay as they were read, and an edit makes a new one.
 */
export function perForm<T>(workOut: (def: FormDefinition) => T): (def: FormDefinition) => T {
  const known = new WeakMap<FormDefinition, { made: T }>();
  return (def) => {
    let found = known.get(def);
    if (!found) known.set(def, (found = { made: workOut(def) }));
    return found.made;
  };
}
