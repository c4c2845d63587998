export type * from './types.ts';
export { checkForm, type KnownAround } from './check.ts';
export { conditionText } from './condition-text.ts';
export { holds, references, reduce } from './condition.ts';
export {
  cleanDate,
  cleanDigits,
  cleanNumber,
  cleanPhone,
  cleanTaxCode,
  cleanText,
  isDate,
  isEmail,
  isPersonalId,
  isPhone,
  isTaxCode,
  showDate,
  showNumber,
  showPhone,
} from './formats.ts';
export { carryOver } from './carry-over.ts';
export { catalogueNames, findItem } from './lookup.ts';
export { offers, PREFILLS, takeOffer } from './offers.ts';
export { getPath, isFilled, resolvePath, setPath } from './paths.ts';
export { ADDRESS_PARTS, operationOf, readAnswers, type FormBody, type FormOperation } from './read.ts';
export { ADDRESS_SCHEMA, mustFill, schemaAt } from './schema.ts';
export { jsonFault, type JsonFault } from './json-fault.ts';
export { shapeFaults } from './shape.ts';
export { subjectLine, summarise } from './summary.ts';
export { addressText, answerText, choiceText, lowerLabel, typedValue } from './text.ts';
export { validate, type ValidateOptions } from './validate.ts';
export {
  askedPapers,
  prune,
  shownAnswers,
  visibleItems,
  type VisibleAttachment,
  type VisibleField,
  type VisibleItem,
  type VisibleRepeat,
} from './walk.ts';
export { editForm, EditRefused, type Edited, type FormEdit } from './edit.ts';
export { CHOICE_INPUTS, RULES_OF_INPUT, rulesOf, type FieldRules } from './field-schema.ts';
export { freshForm, kindName, NEW_ITEMS, type NewItem } from './fresh.ts';
export {
  nearestPlace,
  outline,
  patternOf,
  rawAt,
  schemaRoot,
  spotAt,
  type ItemSpot,
  type Spot,
} from './places.ts';
export { sampleAnswers } from './sample.ts';
export { compareForms } from './compare.ts';
export { readFormFile, writeFormFile } from './file.ts';
