# Sanitizers apply to every target or to none: mixed objects give false reports.
if(CITYWEAVE_SANITIZE)
  list(JOIN CITYWEAVE_SANITIZE "," sanitize_list)
  add_compile_options(-fsanitize=${sanitize_list} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${sanitize_list})
endif()

# libFuzzer steers by what the libraries under test do, not the harness alone.
if(CITYWEAVE_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
