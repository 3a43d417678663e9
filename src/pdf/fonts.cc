#include "pdf/fonts.h"

#include <cerrno>
#include <cstring>
#include <span>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/resource.h"

namespace garde::pdf {

std::span<const Resource> font_files();

namespace {

Error cannot_load(std::string_view what, std::string detail) {
  return Error{ErrorKind::unreadable, std::string(what), std::nullopt, std::move(detail)};
}

// Pango makes Fontconfig read the machine's configuration unless the process already has one.
// An empty one in its place keeps every file of the machine out.
void keep_system_fonts_out() {
  static const bool done = [] {
    const FontConfigHandle empty(FcConfigCreate());
    return FcConfigSetCurrent(empty.get()) == FcTrue;
  }();
  GARDE_CHECK(done);
}

// Cairo remembers faces by path for the life of the process, and descriptor numbers are used
// again: the number of "/." makes sure that one path always means the same font.
std::string path_of(int descriptor, std::size_t position) {
  std::string path = "/proc/self";
  for (std::size_t i = 0; i < position; ++i) path += "/.";
  return fmt::format("{}/fd/{}", path, descriptor);
}

}  // namespace

Result<Fonts::MemoryFile> Fonts::MemoryFile::create(std::span<const std::byte> bytes) {
  MemoryFile file(memfd_create("garde-font", MFD_CLOEXEC));
  if (file.descriptor_ < 0) return cannot_load("memory file", std::strerror(errno));
  while (!bytes.empty()) {
    const ssize_t written = write(file.descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return cannot_load("memory file", std::strerror(errno));
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return file;
}

Fonts::MemoryFile::~MemoryFile() {
  if (descriptor_ >= 0) close(descriptor_);
}

Result<Fonts> Fonts::load() {
  keep_system_fonts_out();
  Fonts fonts;
  fonts.config_.reset(FcConfigCreate());
  if (!fonts.config_) return cannot_load("fontconfig", "no memory");
  for (const Resource& font : font_files()) {
    fonts.files_.push_back(TRY(MemoryFile::create(font.bytes)));
    const std::string path = path_of(fonts.files_.back().descriptor(), fonts.files_.size());
    if (!FcConfigAppFontAddFile(fonts.config_.get(), reinterpret_cast<const FcChar8*>(path.c_str())))
      return cannot_load(font.path, "fontconfig refuses it");
  }
  fonts.characters_.reset(FcCharSetCreate());
  const FcFontSet* const set = FcConfigGetFonts(fonts.config_.get(), FcSetApplication);
  for (const FcPattern* font : std::span(set->fonts, static_cast<std::size_t>(set->nfont))) {
    FcCharSet* characters = nullptr;
    if (FcPatternGetCharSet(font, FC_CHARSET, 0, &characters) == FcResultMatch)
      FcCharSetMerge(fonts.characters_.get(), characters, nullptr);
  }
  return fonts;
}

bool Fonts::covers(char32_t character) const { return FcCharSetHasChar(characters_.get(), character) == FcTrue; }

void release_context(PangoContext* context) {
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(pango_context_get_font_map(context)), nullptr);
  g_object_unref(context);
}

ContextHandle Fonts::context(const std::string& language) const {
  const GObjectHandle<PangoFontMap> map(pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT));
  pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map.get()), config_.get());
  ContextHandle context(pango_font_map_create_context(map.get()));
  constexpr double kPointsPerInch = 72;
  pango_cairo_context_set_resolution(context.get(), kPointsPerInch);
  pango_context_set_language(context.get(), pango_language_from_string(language.c_str()));
  pango_context_set_base_dir(context.get(), PANGO_DIRECTION_LTR);
  pango_context_set_round_glyph_positions(context.get(), FALSE);
  // Lines must not depend on a grid of pixels.
  const FontOptionsHandle options(cairo_font_options_create());
  cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context.get(), options.get());
  return context;
}

}  // namespace garde::pdf
