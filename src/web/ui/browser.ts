/* Comfort for pages that already work without it: one module, loaded last, no libraries. */
export {};
