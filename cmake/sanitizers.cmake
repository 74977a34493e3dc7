# Sanitizers apply to every target or to none: mixed objects give false reports.
if(CITYWEAVE_SANITIZE)
  list(JOIN CITYWEAVE_SANITIZE "," sanitize_list)
  add_compile_options(-fsanitize=${sanitize_list} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${sanitize_list})
endif()

# What every test's environment says to them; the lists tell why each line is there.
set(CITYWEAVE_SANITIZER_ENVIRONMENT
  "TSAN_OPTIONS=halt_on_error=1:suppressions=${PROJECT_SOURCE_DIR}/cmake/tsan.supp"
  "LSAN_OPTIONS=print_suppressions=0:suppressions=${PROJECT_SOURCE_DIR}/cmake/lsan.supp"
  "ASAN_OPTIONS=strict_string_checks=1:detect_stack_use_after_return=1"
  "UBSAN_OPTIONS=print_stacktrace=1"
  # GLib reuses memory across threads under locks the sanitizers cannot see, unless told not to.
  "G_SLICE=always-malloc")

# libFuzzer steers by what the libraries under test do, not the harness alone.
if(CITYWEAVE_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
