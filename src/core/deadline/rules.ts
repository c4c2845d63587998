/** What happens to the clock when an applicant supplements during handling. */
export type SupplementPolicy = 'restart' | 'pause';

/** The law's numbers that an amendment may change. Kept as data with a date from which they hold. */
export interface TimeRules {
  supplement: {
    /** restart: counted anew from the complete supplement (Decree 61/2018, article 19.4) · pause: the rest runs on. */
    policy: SupplementPolicy;
    /** How often it may be asked for (article 15.3: once, in full). */
    times: number;
    /** Working days from reception within which the applicant is told (article 19.4). */
    noticeWorkingDays: number;
    /** Days after the request when a dossier that is not supplemented is closed (Decree 118/2025, article 19.5); 0: never. */
    closeAfterDays: number;
  };
  apology: {
    /** Days before the due date by which an apology with a new date must be sent (Decree 61/2018, article 19.9). */
    leadDays: number;
    times: number;
  };
  /** Minute of the day after which paper goes over on the next working day (Decree 61/2018, article 18.2). */
  handOverCutOff: number;
  /** Minute of the day after which a same-day procedure answers on the next working day (procedure 2.000635). */
  sameDayCutOff: number;
  online: {
    /** Working hours within which an online dossier is accepted, refused or sent back (Decree 118/2025, article 17.2.c). */
    answerWorkingHours: number;
  };
}

export const DEFAULT_RULES: TimeRules = {
  supplement: { policy: 'restart', times: 1, noticeWorkingDays: 3, closeAfterDays: 15 },
  apology: { leadDays: 1, times: 1 },
  handOverCutOff: 15 * 60,
  sameDayCutOff: 15 * 60,
  online: { answerWorkingHours: 8 },
};
