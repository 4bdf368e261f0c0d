# The officers' pages.
title = Officers' desk
