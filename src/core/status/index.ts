export { STATUSES, type Status } from './types.ts';
export {
  STATUS_INFO,
  RETURNING,
  FINAL_STATUSES,
  nationalCode,
  statusLabel,
  type StatusInfo,
} from './catalogue.ts';
export {
  DEFAULT_CHART,
  allowed,
  nextStatuses,
  type Chart,
  type ChartEdge,
  type ChartFacts,
} from './chart.ts';
export {
  changeKind,
  checkChart,
  checkDetails,
  strandedDossiers,
  type ChartMessage,
  type DetailedStatus,
  type StatusCount,
} from './check-chart.ts';
export { APPENDIX_ROWS, REQUIRED_CHANGES } from './appendix.ts';
export {
  presentation,
  REASON_REQUIRED,
  type Presentation,
  type StatusFacts,
  type Audience,
  type Detail,
  type DetailKind,
} from './presentation.ts';
