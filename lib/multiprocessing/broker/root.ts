/** Makes this process the first one of a family, when it first uses anything of this module. */

import { makeLinkBy } from "../member.ts";
import { Hub } from "./admission.ts";
import { LocalLink } from "./local_link.ts";

makeLinkBy(() => {
  const link = new LocalLink();
  let hub: Hub | undefined;
  link.broker.announce = (id, parent, slot) =>
    (hub ??= new Hub(link.broker)).expect(id, parent, slot);
  return link;
});
