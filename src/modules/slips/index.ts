export {
  SLIP_KINDS,
  SLIP_NAMES,
  type HandOver,
  type RegisterRow,
  type SlipData,
  type SlipKind,
} from './data.ts';
export { renderResult, renderSlip, resultTemplate, slipTemplate } from './render.ts';
export {
  checkDocument,
  isResultTemplate,
  RESULT_NAMES,
  resultBody,
  SHIPPED_KINDS,
  type FieldKind,
  type FieldKinds,
  type GenericResult,
  type ResultFacts,
  type ResultHead,
  type ResultTemplate,
  type Results,
} from './results.ts';
export {
  makeSlip,
  reviveSlip,
  slipDossier,
  slipFile,
  SLIP_COLUMNS,
  slipView,
  startSlipRendering,
  type NewSlip,
  type Slip,
  type SlipFacts,
} from './store.ts';
export { fieldNames, RESULT_HEAD_FIELDS, slipTemplateFields, type TemplateField } from './fields.ts';
export { printPlainResult, printResult, type TrialTemplate } from './print-result.ts';
export { checkUploadedTemplate, type CheckedTemplate } from './template-check.ts';
export {
  addTemplateSet,
  changeTemplateSet,
  discardTemplateDraft,
  newResultTemplateCode,
  publishTemplate,
  republishTemplate,
  saveTemplateDraft,
  templateDraft,
  templateKey,
  type TemplateDraft,
  type TemplateSetInput,
} from './template-publish.ts';
export {
  isSlipKind,
  listTemplateSets,
  listTemplateVersions,
  newestTemplates,
  resultTemplateKinds,
  resultTemplateNames,
  templateContent,
  templateName,
  type TemplateRef,
  type TemplateSet,
  type TemplateVersion,
} from './templates.ts';
export { RESTORERS } from './restore.ts';
