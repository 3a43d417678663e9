# What of the program is made from files that are not C++.
#
# Compiles files into a target of ours.
#
#   garde_resources(garde_web
#     NAMESPACE web FUNCTION assets     # defines std::span<const Resource> garde::web::assets();
#     ROOT assets                       # relative to the current folder unless absolute
#     FILES app.css app.js)             # named one by one; Resource::path is the name given here
#
# A header of the target declares the function. Editing a file rebuilds what holds it.
function(garde_resources target)
  cmake_parse_arguments(arg "" "NAMESPACE;FUNCTION;ROOT" "FILES" ${ARGN})
  foreach(required NAMESPACE FUNCTION ROOT FILES)
    if(NOT arg_${required})
      message(FATAL_ERROR "garde_resources(${target}): ${required} is missing")
    endif()
  endforeach()
  get_filename_component(root "${arg_ROOT}" ABSOLUTE)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${target}_${arg_FUNCTION}.cc)
  list(TRANSFORM arg_FILES PREPEND "${root}/" OUTPUT_VARIABLE paths)
  add_custom_command(
    OUTPUT ${source}
    COMMAND embed_resources ${source} ${arg_NAMESPACE} ${arg_FUNCTION} ${root} ${arg_FILES}
    DEPENDS embed_resources ${paths}
    COMMENT "Embedding ${arg_FUNCTION} in ${target}"
    VERBATIM)
  target_sources(${target} PRIVATE ${source})
endfunction()

# Compiles HTML templates into targets of ours; tools/template_syntax.h describes the language.
#
#   garde_templates(garde_web
#     HEADER web/*/templates.h          # generated: #include "web/plan/templates.h" for void render_plan(Html&, const PlanPage&)
#     ROOT templates                    # relative to the current folder unless absolute
#     TEMPLATES page/page.html plan/plan.html)   # named one by one, each folder/name.html
#
# One source per folder of templates, so that editing a template compiles its neighbours only. With a * in HEADER each
# folder has a header of its own, and its source belongs to the target of that folder: garde_web_plan.
function(garde_templates target)
  cmake_parse_arguments(arg "" "HEADER;ROOT" "TEMPLATES" ${ARGN})
  foreach(required HEADER ROOT TEMPLATES)
    if(NOT arg_${required})
      message(FATAL_ERROR "garde_templates(${target}): ${required} is missing")
    endif()
  endforeach()
  get_filename_component(root "${arg_ROOT}" ABSOLUTE)
  set(directory ${CMAKE_CURRENT_BINARY_DIR}/${target}_templates)
  set(folders "")
  foreach(template IN LISTS arg_TEMPLATES)
    string(REGEX REPLACE "/.*$" "" folder ${template})
    list(APPEND folders ${folder})
  endforeach()
  list(REMOVE_DUPLICATES folders)
  set(sources ${folders})
  list(TRANSFORM sources REPLACE "^(.+)$" "${directory}/templates_\\1.cc")
  set(headers "")
  foreach(folder IN LISTS folders)
    string(REPLACE "*" ${folder} header ${arg_HEADER})
    list(APPEND headers ${directory}/${header})
  endforeach()
  list(REMOVE_DUPLICATES headers)
  set(paths ${arg_TEMPLATES})
  list(TRANSFORM paths PREPEND "${root}/")
  add_custom_command(
    OUTPUT ${headers} ${sources}
    COMMAND compile_templates ${directory} ${arg_HEADER} ${root} ${arg_TEMPLATES}
    DEPENDS compile_templates ${paths}
    COMMENT "Compiling the templates of ${target}"
    VERBATIM)
  add_custom_target(${target}_templates DEPENDS ${headers} ${sources})
  foreach(folder IN LISTS folders)
    set(owner ${target})
    if(arg_HEADER MATCHES "[*]")
      set(owner ${target}_${folder})
    endif()
    target_sources(${owner} PRIVATE ${directory}/templates_${folder}.cc)
    target_include_directories(${owner} PUBLIC ${directory})
    add_dependencies(${owner} ${target}_templates)
  endforeach()
endfunction()
