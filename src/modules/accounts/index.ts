export { loadViewer, officerActor, type Viewer, type ViewerPosition } from './viewer.ts';
export {
  endOtherSessions,
  endSession,
  openSession,
  sessionExpired,
  sessionHash,
  sessionsOf,
  sweepSessions,
  touchSession,
  IDLE_MS,
  LONGEST_MS,
  SESSION_CAP,
} from './sessions.ts';
