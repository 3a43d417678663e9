// An audit of accounts, for other programs and for a terminal.
#pragma once

#include <string>

#include "accounts/audit/audit_report.h"
#include "text/catalogue.h"
#include "text/french.h"

namespace garde::documents {

// {"accounts":[{"name","username","url","reasons":[…],"group":n|null,"breach_count":n|null,
//               "bits":{"guessability","cnil_formula"},"next_action":"…"|null,"rule":"<racine>+<année>"|null,"file":"…",
//               "accepted":[{"reason","because","by","review_on":"2027-01-31"}]}],
//  "corpus":{"established":bool,"entries":n,"why":"…"},
//  "skipped":[{"line","why","file"}],
//  "files":[{"file","person":"…"|null,"format","in_clear":bool,"synced_folder":"…"|null,
//            "backed_up_by":"…"|null,"accounts":n}]}
// Every account that was read, those with nothing to mend without reasons. What somebody accepted stays among the
// reasons; the next action is about the others. `why` of a corpus: shipped-list,
// published-list, or the doubt.
std::string account_audit_json(const accounts::AuditReport& report, const text::Catalogue& texts);

// One account after the other, the worst first.
// What was read, how much of it was not, how many accounts are to mend: the first thing to say of an audit.
std::string account_audit_headline(const accounts::AuditReport& report, std::uint64_t to_mend,
                                   const text::Catalogue& texts);
// "Force estimée : faible …"
std::string strength_sentence(const accounts::AuditedAccount& account, const text::Catalogue& texts);

std::string account_audit_text(const accounts::AuditReport& report, const text::Catalogue& texts);

}  // namespace garde::documents
