// Notes taken elsewhere, on the phone's kit or on paper, read back: one a line, the time first.
//
//   2026-11-26T10:30+01:00 L'écran demande une rançon     as the kit writes them
//   26/11/2026 10:30 L'écran demande une rançon           as a person types them
//   26/11 10h30 L'écran demande une rançon                of this year
//
// Lines that begin with '#' say what the file is and are passed over.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "incident/entries.h"

namespace garde::incident {

constexpr std::size_t kMaxKitNotes = 500;  // of one file: a week of notes; what is longer is no kit's
constexpr std::size_t kMaxKitNote = 4000;  // bytes: a page

struct KitNotes {
  std::vector<Note> notes;              // each with its time
  std::vector<std::size_t> unreadable;  // lines, from 1, that begin with no time or hold no text or are too many
};

// `to_instant` gives the instant of a local day and time of day; `today` gives the year when none is written.
KitNotes read_kit_notes(std::string_view text, Date today,
                        const std::function<Instant(Date, std::chrono::minutes)>& to_instant);

}  // namespace garde::incident
