/** Where the time comes from: rules get moments passed in, so tests can stand on any day. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

export interface FixedClock extends Clock {
  set(moment: Date): void;
  /** @param ms milliseconds to go forward */
  advance(ms: number): void;
}

/** A clock that stands still until it is moved. */
export function fixedClock(start: Date): FixedClock {
  let current = start.getTime();
  return {
    now: () => new Date(current),
    set: (moment) => {
      current = moment.getTime();
    },
    advance: (ms) => {
      current += ms;
    },
  };
}
