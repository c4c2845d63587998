/* Rows of the procedure editor can be dragged; the buttons beside them do the same without a pointer or script. */
import SortableRows from 'sortablejs';

for (const list of document.querySelectorAll<HTMLElement>('[data-rows]')) {
  for (const grip of list.querySelectorAll<HTMLElement>(
    ':scope > .adm-row > .adm-row__acts > .adm-row__grip',
  )) {
    grip.hidden = false;
  }
  SortableRows.create(list, {
    handle: '.adm-row__grip',
    animation: 120,
    onEnd: () => {
      // The server orders rows by these numbers when anything is saved.
      list.querySelectorAll<HTMLInputElement>('[data-place]').forEach((input, place) => {
        input.value = String(place);
      });
    },
  });
}
