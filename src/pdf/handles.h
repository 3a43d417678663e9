// The C libraries' reference-counted things as values that release themselves.
#pragma once

#include <memory>

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <glib-object.h>
#include <pango/pango.h>

namespace garde::pdf {

template <auto kRelease>
struct Releaser {
  template <class T>
  void operator()(T* object) const {
    kRelease(object);
  }
};

template <class T>
using GObjectHandle = std::unique_ptr<T, Releaser<g_object_unref>>;
using AttributesHandle = std::unique_ptr<PangoAttrList, Releaser<pango_attr_list_unref>>;
using FontDescriptionHandle = std::unique_ptr<PangoFontDescription, Releaser<pango_font_description_free>>;
using FontOptionsHandle = std::unique_ptr<cairo_font_options_t, Releaser<cairo_font_options_destroy>>;
using FontConfigHandle = std::unique_ptr<FcConfig, Releaser<FcConfigDestroy>>;
using CharSetHandle = std::unique_ptr<FcCharSet, Releaser<FcCharSetDestroy>>;
using SurfaceHandle = std::unique_ptr<cairo_surface_t, Releaser<cairo_surface_destroy>>;
using CairoHandle = std::unique_ptr<cairo_t, Releaser<cairo_destroy>>;

}  // namespace garde::pdf
