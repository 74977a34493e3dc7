# cityweave_library(NAME SOURCES … PUBLIC our-libraries … PRIVATE third-party …)
# One library per folder; third-party libraries are PRIVATE, so their headers cannot leak by accident.
function(cityweave_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(cityweave_${name} STATIC ${ARG_SOURCES})
  target_include_directories(cityweave_${name} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(cityweave_${name} PUBLIC ${ARG_PUBLIC} PRIVATE cityweave_warnings ${ARG_PRIVATE})
endfunction()

# cityweave_test(NAME SOURCES … LINK …): one Catch2 program a folder, registered with ctest under NAME.
function(cityweave_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name}_tests ${ARG_SOURCES})
  target_link_libraries(${name}_tests PRIVATE cityweave_test_support cityweave_warnings ${ARG_LINK})
  target_precompile_headers(${name}_tests REUSE_FROM cityweave_test_support)
  add_test(NAME ${name} COMMAND ${name}_tests)
  set_tests_properties(${name} PROPERTIES ENVIRONMENT
    "CITYWEAVE_DATA=${CITYWEAVE_SHARE_DIR};${CITYWEAVE_SANITIZER_ENVIRONMENT}")
endfunction()
