export { catalogueItems, catalogues, expireCatalogues, knownCatalogues, type CatalogueItem } from './kept.ts';
export { putCatalogue } from './put.ts';
export {
  catalogueObject,
  catalogueState,
  listCatalogues,
  restoreCatalogue,
  RESTORERS,
  saveCatalogue,
  type CatalogueEdit,
  type CatalogueKind,
  type CatalogueState,
} from './store.ts';
export { ALWAYS, changeItem, holds, itemFaults, moveItem, spanText, type DatedItem } from './items.ts';
export { itemsFromCsv, itemsToCsv, withCsv, type CsvItem } from './csv.ts';
