/** Who runs this portal: names and contact shown on every page. */
export interface Site {
  /** "tỉnh Lam Giang", inside a sentence. */
  place: string;
  /** "Lam Giang". */
  shortPlace: string;
  owner: string;
  operator: string;
  hotline: string;
  hours: string;
  address: string;
  email: string;
}

/** The demo province: what a portal says of itself until its administrators write their own. */
export const DEFAULT_SITE: Site = {
  place: 'tỉnh Lam Giang',
  shortPlace: 'Lam Giang',
  owner: 'Ủy ban nhân dân tỉnh Lam Giang',
  operator: 'Trung tâm Phục vụ hành chính công tỉnh Lam Giang',
  hotline: '1022',
  hours: 'Thứ Hai – Thứ Sáu, 07:30 – 17:00',
  address: '12 Lê Lợi, phường Yên Hà, tỉnh Lam Giang',
  email: 'hotro@lamgiang.example',
};
