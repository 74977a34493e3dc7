# Data read at run time: in the build tree under ${CITYWEAVE_SHARE_DIR}, installed under share/cityweave, the same names
# in both, so that the program finds it the same way.

# cityweave_data(FILE… [TO FOLDER]): files of the source tree, copied as they are.
function(cityweave_data)
  cmake_parse_arguments(ARG "" "TO" "" ${ARGN})
  foreach(file ${ARG_UNPARSED_ARGUMENTS})
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} OUTPUT_VARIABLE from)
    cmake_path(GET file FILENAME name)
    cityweave_compiled_data(${ARG_TO}/${name} COMMAND ${CMAKE_COMMAND} -E copy ${from} ${CITYWEAVE_SHARE_DIR}/${ARG_TO}/${name} DEPENDS ${from})
  endforeach()
endfunction()

# cityweave_compiled_data(NAME COMMAND … DEPENDS …): a file made at build time. The command writes
# ${CITYWEAVE_SHARE_DIR}/NAME; the target it belongs to is data_NAME (other characters than letters and digits as _).
function(cityweave_compiled_data name)
  cmake_parse_arguments(ARG "" "" "COMMAND;DEPENDS" ${ARGN})
  cmake_path(SET path NORMALIZE "${CITYWEAVE_SHARE_DIR}/${name}")
  cmake_path(GET path PARENT_PATH folder)
  cmake_path(RELATIVE_PATH folder BASE_DIRECTORY ${CITYWEAVE_SHARE_DIR} OUTPUT_VARIABLE relative)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(OUTPUT ${path} COMMAND ${ARG_COMMAND} DEPENDS ${ARG_DEPENDS} COMMENT "Data: ${name}" VERBATIM)
  string(MAKE_C_IDENTIFIER "data_${name}" target)
  add_custom_target(${target} ALL DEPENDS ${path})
  install(FILES ${path} DESTINATION share/cityweave/${relative})
endfunction()
