// What somebody has pasted into the search box, by its form.

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const phone = /^\+?[0-9][0-9 ()./-]{4,22}$/;
const digits = /^[0-9]{5,15}$/;
const key = /^[0-9a-f]{12,32}$/i;
const scopedUser = /^[A-Z]{2}\.[A-Za-z0-9._-]+$/;

/** The name of the filter that the text is for, and its value; null for an empty text. */
export function meaning(text) {
  const typed = text.trim();
  const bare = typed.replace(/[^0-9]/g, "");

  if (!typed) {
    return null;
  }

  if (uuid.test(typed)) {
    return { name: "delivery", value: typed.toLowerCase() };
  }

  if (phone.test(typed) && digits.test(bare)) {
    return { name: "user", value: bare };
  }

  if (key.test(typed)) {
    return { name: "key", value: typed.toLowerCase() };
  }

  if (scopedUser.test(typed)) {
    return { name: "user", value: typed };
  }

  // A business number, a colon and a user.
  if (/^[0-9]+:/.test(typed)) {
    return { name: "conversation", value: typed };
  }

  return { name: "wamid", value: typed };
}

export const searched = ["wamid", "key", "delivery", "user", "conversation"];
