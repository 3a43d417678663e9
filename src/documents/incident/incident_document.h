// One document of an incident, as a value: the words of content with what is known put in. From it, text to paste and
// a page to print. Nothing is sent.
//
// What is not known yet is said to be missing, and left out of no document. A document of an exercise says so in its
// title, on every page, in every file name.
#pragma once

#include "documents/incident/incident_file.h"

namespace garde::documents {

struct DocumentLine {
  std::string label;
  std::string value;   // empty: not known yet
  std::string before;  // what the earlier declaration said, when it differs; for documents that complete one
  bool changed = false;
};
struct DocumentTable {
  std::vector<std::string> columns;
  std::vector<double> shares;  // of the width
  std::vector<std::vector<std::string>> rows;
};
struct MadeSection {
  std::string title;
  std::vector<std::string> paragraphs;
  std::vector<std::string> items;
  std::vector<DocumentLine> lines;
  std::optional<DocumentTable> table;
};

struct IncidentDocument {
  std::string title;      // "EXERCICE – Notification initiale à la CNIL" in an exercise
  std::string file_name;  // without its ending; begins with EXERCICE in an exercise
  std::string practice;
  std::string reference;      // the incident, the day
  std::string note;           // about the vocabulary; may be empty
  std::string exercise_mark;  // the banner; empty in a real incident
  std::string missing;        // how what is not known is written
  Date date;
  std::vector<MadeSection> sections;
  std::size_t missing_count = 0;
};

// `board`: of the practice, its services in its order, without what it does not have.
IncidentDocument make_incident_document(const IncidentFile& file, const std::vector<incident::BoardRow>& board,
                                        const DocumentTemplate& wanted, Vocabulary vocabulary);
// The missing_count it would have.
std::size_t missing_in_document(const IncidentFile& file, const DocumentTemplate& wanted);

// Plain text, lines separated by newlines, ready to be pasted.
std::string incident_text(const IncidentDocument& document, const text::Catalogue& texts);
Result<std::string> incident_pdf(const IncidentDocument& document, const text::Catalogue& texts);

}  // namespace garde::documents
