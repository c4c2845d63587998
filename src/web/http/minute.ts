/** Minutes since 1970: pages say in minutes at the finest how long something takes yet. */
export const minuteOf = (now: Date): number => Math.floor(now.getTime() / 60_000);
