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
